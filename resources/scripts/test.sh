#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# All tests: packages, build, ctest with its summary. The preset may be given (default: test).
set -euo pipefail
cd "$(dirname "$0")/../.."
preset=${1:-test}
bash resources/scripts/build.sh "$preset"
QT_QPA_PLATFORM=offscreen ctest --preset "$preset" -j "$(nproc)"
