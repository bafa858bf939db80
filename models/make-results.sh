#!/bin/sh
# Calibrates every technology and measures it: sample sets, operating points, evaluations, docs/results.md, docs/results/, and each
# model's card and measured.md. Some hours on two cores; it goes on where it was broken off. Run in the repository after
# `npm run build`.
#   WORK   a folder for some tens of gigabytes of simulated scans
#   LIMIT  so many scans of each part of a test set at most, and the results say so
#   CALIBRATION  so many scans of each part of the calibration sets at most, and the results say so; with a LIMIT, 120 or
#          as many as that
#   REAL   a set of real 8-bit scans with threats projected into them (scanbench tip), where there is one
set -eu
WORK="${1:?name a folder for the simulated scans}"
LIMIT="${2:-}"
enough=120
CALIBRATION="${CALIBRATION:-${LIMIT:+$((LIMIT > enough ? LIMIT : enough))}}"
REAL="${REAL:-}"
PFA="${PFA:-0.01}"
DISPLAYS="gate-6-display mobile-4-display"
READINGS="gate-6-4 gate-6-4-compact portal-9-6 rail-9"

scanbench() { node dist/src/cli.js "$@"; }

mkdir -p "$WORK"
node dist/models/build.js
simulate() {
  scanbench synth --recipe "samples/$1/recipe.json" ${2:+--limit "$2"} --resume --out "$WORK/$1"
}
simulate calibration "$CALIBRATION"
simulate calibration-displays "$CALIBRATION"
simulate test "$LIMIT"
simulate test-unseen-scanners "$LIMIT"

# What was calibrated or evaluated with these very weights, on these sets and so many scans of them is not done again.
weights=$(find models -mindepth 2 -maxdepth 2 -name 'model*' -type f | sort)
# shellcheck disable=SC2086 # A file a word.
inputs=$(sha256sum $weights samples/calibration*/recipe.json samples/test*/recipe.json | sha256sum | cut -c 1-12)
results="$WORK/results-$inputs-${CALIBRATION:-all}-${LIMIT:-all}"
mkdir -p "$results"
if [ ! -e "$results/calibrated" ]; then
  # shellcheck disable=SC2086 # The lists of scanners are several words on purpose.
  scanbench calibrate --benign "$WORK/calibration" --scanner $READINGS --pfa "$PFA" --resume
  # shellcheck disable=SC2086
  scanbench calibrate --benign "$WORK/calibration" "$WORK/calibration-displays" --scanner $DISPLAYS --name display --pfa "$PFA" --resume
  touch "$results/calibrated"
fi

evaluate() {
  [ -e "$results/$1/evaluation.json" ] || scanbench evaluate --samples "$2" --out "$results/$1" --resume
}
evaluate test "$WORK/test"
evaluate unseen-scanners "$WORK/test-unseen-scanners"
[ -z "$REAL" ] || evaluate real-display "$REAL"

node dist/models/write-results.js ${LIMIT:+--limit "$LIMIT"} ${CALIBRATION:+--calibration "$CALIBRATION"} \
  test="$results/test/evaluation.json" unseen-scanners="$results/unseen-scanners/evaluation.json" \
  ${REAL:+real-display="$results/real-display/evaluation.json"}
