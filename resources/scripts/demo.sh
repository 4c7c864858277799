#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The main job on the shipped demo model: packages, build, run; opens the window on the result where
# there is a display. Everything it writes lies in demo-out/ (or the folder given).
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "$0")/../../demo-out}")
cd "$(dirname "$0")/../.."
bash resources/scripts/build.sh release moqa moqa-workbench
build/release/bin/moqa demo -o "$out"
later="open the result later with  build/release/bin/moqa-workbench $out/demo.moqa"
if [ -n "${DISPLAY:-}" ]; then
  echo "Opening the window on $out/demo.moqa (close it to end)"
  build/release/bin/moqa-workbench "$out/demo.moqa" || echo "The window could not be shown on this display: $later"
else
  echo "No display here: $later"
fi
