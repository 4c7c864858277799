#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# update-translations.sh [FOLDER]: brings the .ts files (of resources/translations, or copies of them in
# FOLDER) to the texts of the sources. Then edit them with Qt Linguist.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(realpath "${1:-resources/translations}")
lupdate=$(command -v /usr/lib/qt6/bin/lupdate || command -v lupdate)
sources=(app/gui views core/analysis/metric_table.cpp core/plan/unit_scores.cpp)
options=(-silent -extensions cpp,h -no-obsolete -locations none -I . -tr-function-alias QT_TR_NOOP+=MOQA_TEXT)
"$lupdate" "${options[@]}" "${sources[@]}" -source-language en -target-language de -ts "$folder/moqa_de.ts"
# English needs its plurals alone.
"$lupdate" "${options[@]}" -pluralonly "${sources[@]}" -source-language en -target-language en -ts "$folder/moqa_en.ts"
