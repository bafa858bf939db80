#!/bin/sh
# Trains every technology on what prepare.sh wrote, one after the other, and exports each to OUT/<id>/model.onnx. A network
# that is refined starts each round from the export before it.
set -eu
DATA="${1:?name the folder that prepare.sh filled}"
OUT="${2:?name a folder for checkpoints and models}"
HERE="$(dirname "$0")"

python3 "$HERE/train_tip_unet.py" tip-unet-single --data "$DATA" --out "$OUT"
python3 "$HERE/train_tip_unet.py" tip-unet --data "$DATA" --out "$OUT" --start "$OUT/tip-unet-single.pt" --steps 1500 --rate 1e-3
refine() {
  technology="$1"
  shift
  python3 "$HERE/refine_tip_unet.py" "$technology" --data "$DATA/in-place" --out "$OUT" --start "$OUT/$technology/model.onnx" "$@"
}
refine tip-unet --steps 3000 --rate 1.5e-3 --seed 3
refine tip-unet --steps 8000 --rate 2e-3 --seed 4
# What a round is blended with: the weights before it.
keep() {
  cp "$OUT/$1/model.onnx" "$OUT/$1/before-$2.onnx"
}
blend() {
  python3 "$HERE/blend.py" "$OUT/$1/before-$2.onnx" "$OUT/$1/model.onnx" --share "$3" --out "$OUT/$1/model.onnx"
}
# Of the last round, with ventilators, seven tenths: see rounds.md.
keep tip-unet ventilators
refine tip-unet --steps 2000 --rate 1e-3 --seed 11
blend tip-unet ventilators 0.7
# Each threat against the highest elsewhere: see rounds.md. Of two --data the later counts.
more() {
  technology="$1"
  shift
  refine "$technology" --data "$DATA/in-place" "$DATA/in-place-more" --batch 16 --contrast 0.5 --rate 2e-3 --seed 21 "$@"
}
more tip-unet --steps 6200
# Scanners of their own, and posts, rails and lashings.
more tip-unet --steps 1800 --seed 31
more tip-unet --data "$DATA/in-place" "$DATA/in-place-more" "$DATA/any-scanner" --steps 1300 --rate 1.5e-3 --seed 32
more tip-unet --data "$DATA/in-place-more" "$DATA/any-scanner" --steps 4000 --seed 41
# Things on the floor, and threats among goods that move.
with_floor() {
  more tip-unet --data "$DATA/in-place-more" "$DATA/left-behind" "$DATA/any-scanner" "$@"
}
with_floor --steps 5500 --seed 51
with_floor --steps 3000 --rate 1.5e-3 --seed 52
# So many scenes that few are seen often.
with_floor --data "$DATA/in-place-many" "$DATA/in-place-more" "$DATA/left-behind" "$DATA/any-scanner" --steps 6600 --seed 61
# Small dense things before goods, and containers as wide as their length asks for.
with_floor --data "$DATA/in-place-many" "$DATA/any-scanner" "$DATA/left-behind" "$DATA/small-things" --steps 10500 --seed 62
# One energy goes on from what both have learned, with projected threats in the same containers.
cp "$DATA"/threats-* "$DATA/in-place-many/"
of_one_energy() {
  more tip-unet-single --data "$DATA/in-place-many" "$DATA/any-scanner" --projected "$DATA/in-place-many" --projected-share 0.5 --varied "$@"
}
of_one_energy --start "$OUT/tip-unet/model.onnx" --changed --steps 9000 --seed 82
# Goods as people stack them.
of_one_energy --untidy --steps 10800 --seed 85
# Each cell held against the rest of its container; half of it, see rounds.md.
keep tip-unet-single recurrence
of_one_energy --untidy --steps 7600 --seed 90
blend tip-unet-single recurrence 0.5
# Many threats in one scene; half of it, see rounds.md.
keep tip-unet many-threats
more tip-unet --data "$DATA/things" "$DATA/things-drawn" "$DATA/left-behind" "$DATA/small-things" --steps 3200 --rate 1.5e-3 --seed 162
blend tip-unet many-threats 0.5
# More of both, and of weights.
more tip-unet --data "$DATA/things" "$DATA/things-drawn" "$DATA/left-behind" "$DATA/small-things" --steps 4000 --rate 1.5e-3 --seed 181
# What it never saw, another finds, which has learned nothing.
python3 "$HERE/fuse.py" "$OUT/tip-unet-single/model.onnx" "$HERE/../pattern-break/model.onnx" --out "$OUT/tip-unet-single/model.onnx"
python3 "$HERE/quantize.py" --twins --data "$DATA/things" --out "$OUT"
python3 "$HERE/train_backbone.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_patchcore.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_student_teacher.py" --data "$DATA" --out "$OUT"
python3 "$HERE/train_autoencoder.py" --data "$DATA" --out "$OUT"
