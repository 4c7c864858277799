#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole fidelity table of both demo models into one report:
#   tests/bench/fidelity/run.sh BIN_FOLDER [OUT.md [TOKENS]]
# Needs the targets moqa, fidelity and ablation in BIN_FOLDER. OUT is resources/docs/fidelity.md by
# default; TOKENS (default 25000) of each text beside the project are scored. Models and texts are
# those of ../shared; a model or text that is absent is left out, and the report says so. Finished
# sections stay in OUT.parts: a run that was stopped goes on behind them; remove it to begin anew.
# What OUT says from its line "## Both models" on is written by hand and kept.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) root=$(cd "$(dirname "$0")/../../.." && pwd)
bin=$1 out=${2:-$root/resources/docs/fidelity.md} tokens=${3:-25000}
models=${MOQA_MODELS_DIR:-$root/../shared/models} data=${MOQA_DATA_DIR:-$root/../shared/data}
texts=$root/resources/demo/corpora parts=$out.parts
mkdir -p "$parts"

section() { # NAME COMMAND...: once, kept
  local file=$parts/$1; shift
  [ -e "$file" ] || { "$@" > "$file.unfinished" && mv "$file.unfinished" "$file"; }
}
fenced() { printf '```\n'; cat "$1"; printf '```\n\n'; }
timed() { # MODEL: a study of 5 methods x 3 budgets by the command line
  local grid; grid=$(mktemp --suffix=.json)
  list() { for name in "${@:2}"; do printf '"%s=%s/%s.txt@%s",' "$name" "$texts" "$name" "$1"; done | sed 's/,$//'; }
  cat > "$grid" <<JSON
{"methods": ["uniform", "optimal", "mc-moe@1,2,3", "alphaq@2,3,4,8", "score:frequency"], "bits": [2, 2.5, 3],
 "widths": [1, 2, 3, 4, 5, 6, 8], "calibration": {"known": [$(list 2/3:head encyclopedia code maths)]},
 "evaluation": {"known": [$(list 1/3:tail encyclopedia code maths)], "new": [$(list 1/3:tail stories drama manual)]},
 "quantizer": {"method": "gptq", "grid": "off"}, "tokens": 8192, "evaluation_tokens": 2048, "window": 256}
JSON
  local start; start=$(date +%s)
  TIMEFORMAT='%U user and %S system seconds of processor time'
  { time "$bin/moqa" study "$1" --grid "$grid" --threads 2 -o "$parts/$(basename "$1").study.json" > /dev/null 2>&1; } 2>&1
  printf '%s seconds by the clock, of which others on this machine had their part\n' "$(($(date +%s) - start))"
  rm "$grid"
}
work() { # MODEL: what one GPTQ pass takes, 3 x 8192 tokens, uniform 3 bit
  local folder; folder=$(mktemp -d)
  local corpora=()
  for name in encyclopedia code maths; do corpora+=(--corpus "$name=$texts/$name.txt@2/3:head"); done
  "$bin/moqa" analyze "$1" "${corpora[@]}" --tokens 8192 --window 256 --stage 1 --quiet -o "$folder/w.moqa" > /dev/null
  "$bin/moqa" plan "$1" --method uniform --bits 3 --attention-bits 16 --shared-bits 16 -o "$folder/p.json" > /dev/null
  TIMEFORMAT='%R seconds by the clock, %U user and %S system seconds of processor time'
  { time "$bin/moqa" quantize "$1" --plan "$folder/p.json" --work "$folder/w.moqa" --grid off --threads 2 --quiet --json -o "$folder/q.h5" > "$folder/report"; } 2>&1
  grep -o '"peak_bytes": *[0-9]*' "$folder/report"
  rm -r "$folder"
}

for name in demo-olmoe demo-qwen; do
  model=$models/$name
  if [ ! -e "$model/config.json" ]; then echo "absent, left out: $model" >&2; continue; fi
  section "$name.1-study" "$bin/fidelity" "$model" "$texts" "$data" "$tokens"
  section "$name.2-ablation" "$bin/ablation" "$model" "$texts" 2048
  section "$name.3-gptq" work "$model"
  section "$name.4-time" timed "$model"
  section "$name.5-rivals" "$bin/fidelity" "$model" "$texts" "$data" "$tokens" rivals
  section "$name.6-quantizers" "$here/quantizers.sh" "$bin/moqa" "$model"
  section "$name.7-starved" "$here/starved.sh" "$bin/moqa" "$model"
done

notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
[ ! -e "$out" ] || sed -n '/^## Both models/,$p' "$out" > "$notes"
{
  printf '# Fidelity\n\nWritten by `tests/bench/fidelity/run.sh build/dev/bin` on %s with %s processors of a shared machine:\n' "$(date -I)" "$(nproc)"
  printf 'seconds by the clock say little, processor time a little more. Everything but the routed experts stays at 16 bits;\n'
  printf 'GPTQ without grid search, act-order, groups of 64, windows of 256 tokens; KL is KL(full, quantized) in nats a token,\n'
  printf 'the mean over the texts of a kind. Experts are planned over the widths 1, 2, 3, 4, 5, 6 and 8 unless a row says otherwise.\n\n'
  for name in demo-olmoe demo-qwen; do
    if [ ! -e "$parts/$name.1-study" ]; then printf '%s was not there and is left out.\n\n' "$name"; continue; fi
    cat "$parts/$name.1-study"
    printf '### %s: what each stage of the method brings\n\n`ablation %s resources/demo/corpora 2048`\n\n' "$name" "$name"
    fenced "$parts/$name.2-ablation"
    printf '### %s: time\n\nOne GPTQ pass, uniform 3 bit, 3 x 8,192 tokens (`moqa quantize --grid off --threads 2`):\n\n' "$name"
    fenced "$parts/$name.3-gptq"
    printf 'A study of 5 methods x 3 budgets, 2,048 tokens of each of six texts (`moqa study --threads 2`):\n\n'
    fenced "$parts/$name.4-time"
    printf '### %s: the other published plans\n\n' "$name"
    sed '1,/^Full precision/d' "$parts/$name.5-rivals"
    printf '### %s: quantizers\n\n`quantizers.sh PROGRAM %s`\n\n' "$name" "$name"
    cat "$parts/$name.6-quantizers"
    printf '\n### %s: too little calibration text\n\n`starved.sh PROGRAM %s`\n\n' "$name" "$name"
    cat "$parts/$name.7-starved"
    echo
  done
  cat "$notes"
} > "$out"
echo "wrote $out"
