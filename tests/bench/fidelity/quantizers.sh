#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What each quantizer is worth: a demo model's routed experts at one width, group 64, KL on known
# and new texts.
#   tests/bench/fidelity/quantizers.sh PROGRAM MODEL [BITS...]
# 8,192 tokens of the first two thirds of each of three texts calibrate; 4,096 tokens of the last
# third of each of six texts are scored. Everything but the routed experts stays as it is.
set -euo pipefail
program=$1 model=$2
shift 2
bits=("$@"); [ ${#bits[@]} -gt 0 ] || bits=(2 3)
texts=$(cd "$(dirname "$0")/../../.." && pwd)/resources/demo/corpora
known=(encyclopedia code maths) new=(stories drama manual)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

corpora() { # share NAME...
  local share=$1; shift
  for name in "$@"; do printf -- '--corpus %s=%s/%s.txt@%s ' "$name" "$texts" "$name" "$share"; done
}
mean() { # the mean of "kl" in what evaluate --json printed
  grep -o '"kl":[^,}]*' | cut -d: -f2 | awk '{ sum += $1 } END { printf "%.5f", sum / NR }'
}
kl() { # FILE NAME...
  local file=$1; shift
  # shellcheck disable=SC2046
  "$program" evaluate "$file" --against "$model" $(corpora 1/3:tail "$@") --tokens 4096 --window 256 --quiet --json | mean
}
row() { # BITS TITLE OPTIONS...
  local width=$1 title=$2 from to size; shift 2
  "$program" plan "$model" --method uniform --bits "$width" --attention-bits 16 --shared-bits 16 -o "$work/p.json" > /dev/null
  from=$(date +%s.%N)
  "$program" quantize "$model" --plan "$work/p.json" --work "$work/w.moqa" --quiet --json "$@" -o "$work/q.h5" > "$work/q.json"
  to=$(date +%s.%N)
  size=$(grep -o '"true_bits": *[0-9.]*' "$work/q.json" | grep -o '[0-9.]*$')
  printf '| %s | %s | %.2f | %s | %s | %.1f s |\n' "$width" "$title" "$size" "$(kl "$work/q.h5" "${known[@]}")" \
    "$(kl "$work/q.h5" "${new[@]}")" "$(awk "BEGIN { print $to - $from }")"
  rm "$work/q.h5"
}

# shellcheck disable=SC2046
"$program" analyze "$model" $(corpora 2/3:head "${known[@]}") --stage 1 --quiet --tokens 8192 --window 256 -o "$work/w.moqa" > /dev/null
printf '| bits | quantizer | true bits | KL known | KL new | time |\n| --- | --- | --- | --- | --- | --- |\n'
for width in "${bits[@]}"; do
  row "$width" "rtn" --method rtn --grid off
  row "$width" "hqq" --method hqq
  row "$width" "awq" --method awq
  row "$width" "awq, no clipping" --method awq --grid off
  row "$width" "gptq" --method gptq --grid off
  row "$width" "gptq, grid search" --method gptq
  for share in 0.25 0.5 1; do
    row "$width" "gptq, asymmetric $share" --method gptq --grid off --asymmetric-calibration "$share"
  done
  row "$width" "gptq, aligned routers" --method gptq --grid off --router-align
  row "$width" "gptq, asymmetric 0.5, aligned routers" --method gptq --grid off --asymmetric-calibration 0.5 --router-align
  for rank in 4 8 16; do
    row "$width" "hqq, rank $rank" --method hqq --low-rank "$rank"
    row "$width" "gptq, rank $rank" --method gptq --grid off --low-rank "$rank"
  done
  row "$width" "hqq, rank 8, 5 rounds" --method hqq --low-rank 8:5
done
