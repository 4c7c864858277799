#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws the README's pictures anew: the window on the demo model, driven by the test of the workflow, without
# a display. Writes to resources/docs, or to the folder given.
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "$0")/../docs}")
cd "$(dirname "$0")/../.."
bash resources/scripts/build.sh dev tst_workflow
# A copy with a short name: the window shows where its model lies.
demo=$(mktemp -d /tmp/moqa-demo-XXXX)
trap 'rm -rf "$demo"' EXIT
cp -r resources/demo/. "$demo"
mkdir -p "$demo/pictures" "$out"
MOQA_DEMO_DIR=$demo MOQA_PICTURES=$demo/pictures QT_QPA_PLATFORM=offscreen build/dev/bin/tst_workflow
for page in activation mapping correlation plan quantize; do
  cp "$demo/pictures/$page-light.png" "$out/$page.png"
done
