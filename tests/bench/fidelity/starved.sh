#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What each remedy for starved experts is worth: a demo model quantized uniformly on a calibration
# text that is too short, KL on known and new texts, with more text and with text balanced over the
# experts beside it.
#   tests/bench/fidelity/starved.sh PROGRAM MODEL [TOKENS OF EACH TEXT] [BITS...]
# TOKENS of each of three texts calibrate (default 170, 510 in all); 2,048 tokens of the last third
# of each of six texts are scored.
set -euo pipefail
program=$1 model=$2 tokens=${3:-170}
shift $(($# < 3 ? $# : 3))
bits=("$@"); [ ${#bits[@]} -gt 0 ] || bits=(3 2)
texts=$(cd "$(dirname "$0")/../../.." && pwd)/resources/demo/corpora
known=(encyclopedia code maths) new=(stories drama manual)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

corpora() { # share NAME...
  local share=$1; shift
  for name in "$@"; do printf -- '--corpus %s=%s/%s.txt@%s ' "$name" "$texts" "$name" "$share"; done
}
analyze() { # NAME OPTIONS...: a workspace of the known texts
  local out=$1; shift
  # shellcheck disable=SC2046
  "$program" analyze "$model" $(corpora 2/3:head "${known[@]}") --stage 1 --quiet "$@" -o "$work/$out.moqa" > /dev/null
}
mean() { # the mean of "kl" in what evaluate --json printed
  grep -o '"kl":[^,}]*' | cut -d: -f2 | awk '{ sum += $1 } END { printf "%.5f", sum / NR }'
}
kl() { # FILE NAME...
  local file=$1; shift
  # shellcheck disable=SC2046
  "$program" evaluate "$file" --against "$model" $(corpora 1/3:tail "$@") --tokens 2048 --window 256 --quiet --json | mean
}
row() { # BITS TITLE WORKSPACE OPTIONS...
  local width=$1 title=$2 from=$3; shift 3
  "$program" plan "$model" --method uniform --bits "$width" --attention-bits 16 --shared-bits 16 -o "$work/p.json" > /dev/null
  "$program" quantize "$model" --plan "$work/p.json" --work "$work/$from.moqa" --grid off --quiet "$@" -o "$work/q.h5" > /dev/null
  printf '| %s | %s | %s | %s |\n' "$width" "$title" "$(kl "$work/q.h5" "${known[@]}")" "$(kl "$work/q.h5" "${new[@]}")"
  rm "$work/q.h5"
}

analyze few --tokens "$tokens" --window "$tokens"
analyze even --balance "$tokens" --window "$tokens"
analyze more --tokens 8192 --window 256
"$program" calibration "$model" --work "$work/few.moqa" --quiet | tail -3 >&2
printf '| bits | remedy, %d tokens of each text | KL known | KL new |\n| --- | --- | --- | --- |\n' "$tokens"
for width in "${bits[@]}"; do
  row "$width" "none" few --starved none
  row "$width" "data-free" few --starved data-free
  row "$width" "shrinkage (default)" few
  row "$width" "top-k 8" few --starved raise-top-k
  row "$width" "top-k 16" few --starved raise-top-k:16
  row "$width" "all tokens to all experts" few --starved route-all
  row "$width" "shrinkage, balanced text" even
  row "$width" "shrinkage, 8,192 tokens of each text" more
  row "$width" "none, 8,192 tokens of each text" more --starved none
done
