#!/bin/sh
# Trains every technology on what prepare.sh wrote, one after the other, and exports each to OUT/<id>/model.onnx.
set -eu
DATA="${1:?name the folder that prepare.sh filled}"
OUT="${2:?name a folder for checkpoints and models}"
HERE="$(dirname "$0")"

python3 "$HERE/train_tip_unet.py" tip-unet-single --data "$DATA" --out "$OUT"
python3 "$HERE/train_tip_unet.py" tip-unet --data "$DATA" --out "$OUT" --start "$OUT/tip-unet-single.pt" --steps 1500 --rate 1e-3
python3 "$HERE/quantize.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_backbone.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_patchcore.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_student_teacher.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_autoencoder.py" --data "$DATA" --out "$OUT"
