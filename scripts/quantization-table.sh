#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The table of docs/quantization.md for some models: quantizes each of them in every way and compares
# the features with those of the original, on pictures that were not used for calibration.
#
#   scripts/quantization-table.sh DINOZERO CALIBRATION_FOLDER TEST_FOLDER MODEL...
#
# DINOZERO is the program, e.g. build/host/tools/dinozero. Prints a Markdown table. Needs python3.
set -eu
if [ $# -lt 4 ]; then
  sed -n '3,8p' "$0" | cut -c3- >&2
  exit 2
fi
dinozero=$1
calibration=$2
held_out=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM

echo "| model | scheme | bytes | CLS, mean | CLS, worst 1% | patches, mean |"
echo "| --- | --- | --- | --- | --- | --- |"

# row NAME MODEL ARGUMENTS...
row() {
  name=$1
  model=$2
  shift 2
  "$dinozero" quantize "$model" "$folder/out.safetensors" --force --json --test "$held_out" "$@" \
    > "$folder/report.json"
  python3 - "$model" "$name" "$folder/report.json" <<'END'
import json, os, sys
model, name, path = sys.argv[1:]
report = json.load(open(path))
test = report["test"]
print(f"| {os.path.basename(model).removesuffix('.safetensors')} | {name} | {report['output_bytes']} "
      f"| {test['cls_mean']:.5f} | {test['cls_worst_percent']:.5f} | {test['patches_mean']:.5f} |", flush=True)
END
}

for model in "$@"; do
  row "int8, no calibration" "$model" --scheme int8
  row "int8" "$model" --scheme int8 --calibration "$calibration"
  row "int8-static" "$model" --scheme int8-static --calibration "$calibration"
  row "int4, no calibration" "$model" --scheme int4
  row "int4, 6-bit activations" "$model" --scheme int4 --calibration "$calibration"
  row "int4, 8-bit activations" "$model" --scheme int4 --activation-bits 8 --calibration "$calibration"
  row "binary, not trained for it" "$model" --scheme binary --calibration "$calibration"
done
