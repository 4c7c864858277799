#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The fidelity study: every plan method at every budget on a demo model, calibrated on three known
# texts, scored on known and new ones; the recovered shares with their intervals, and predicted
# against measured loss of random plans.
#   tests/bench/fidelity/run.sh PROGRAM MODEL OUT.json [TOKENS]
# Texts beside the project (../shared/data) join the new ones where they are; TOKENS of each text
# are scored (default 4096).
set -euo pipefail
program=$1 model=$2 out=$3 tokens=${4:-4096}
root=$(cd "$(dirname "$0")/../../.." && pwd)
texts=$root/resources/demo/corpora data=${MOQA_DATA_DIR:-$root/../shared/data}

list() { # head|tail share NAME...
  local share=$1; shift
  for name in "$@"; do printf '"%s=%s/%s.txt@%s",' "$name" "$texts" "$name" "$share"; done | sed 's/,$//'
}
extra=""
add() { if [ -e "$data/$2" ]; then extra+=",\"$1=$data/$2\""; else echo "absent, left out: $data/$2" >&2; fi; }
add alice text-books/alice.txt
add whale text-books/moby-dick.txt
add shakespeare text-shakespeare/tinyshakespeare.txt
add wikitext2 wikitext-2/wiki.test.raw
add ptb ptb/ptb.valid.txt

grid=$(mktemp --suffix=.json)
trap 'rm -f "$grid"' EXIT
cat > "$grid" <<JSON
{"methods": ["uniform", "moqa@2,4,6,8", "optimal", "mc-moe@1,2,3", "ewq@2,3,4", "alphaq@2,3,4,8", "score:frequency"],
 "bits": [2, 2.5, 3, 4],
 "widths": [1, 2, 3, 4, 5, 6, 8],
 "calibration": {"known": [$(list 2/3:head encyclopedia code maths)]},
 "evaluation": {"known": [$(list 1/3:tail encyclopedia code maths)],
                "new": [$(list 1/3:tail stories drama manual)$extra]},
 "quantizer": {"method": "gptq", "grid": "off"}, "tokens": 8192, "evaluation_tokens": $tokens, "window": 256,
 "random_plans": [{"low": 2.05, "high": 7, "count": 60}, {"low": 2.98, "high": 3.02, "count": 60}]}
JSON
"$program" study "$model" --grid "$grid" -o "$out"
