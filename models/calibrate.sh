#!/bin/sh
# Makes the two classical models anew: weights, operating points, measured results. About half an hour on two cores.
# Run in the repository after `npm run build`; WORK is a folder for some gigabytes of simulated scans.
set -eu
WORK="${1:?name a folder for the simulated scans}"
SCALE="${2:-1}"

synth() { node dist/src/cli.js synth --scanner "$1" --count "$(($2 / SCALE))" --seed "$3" --threat-share "$4" --split "$5" --out "$WORK/$6"; }

node dist/models/build.js
# Seeds of calibration and test never meet; samples/first-light uses neither.
synth gate-6-4 300 101 0 calibration calibration-gate &
synth gate-6-4-compact 300 102 0 calibration calibration-compact
synth gate-6-4-compact 150 402 1 test threat-compact
synth gate-6-4-compact 150 502 0 test benign-compact
synth gate-6-4 150 401 1 test threat-gate
wait
synth gate-6-4 150 501 0 test benign-gate
for model in local-contrast pattern-break; do
  node dist/src/cli.js calibrate --benign "$WORK/calibration-gate" "$WORK/calibration-compact" --technology "$model" --pfa 0.01
done
node dist/models/measure.js "$WORK/threat-gate" "$WORK/threat-compact" "$WORK/benign-gate" "$WORK/benign-compact"
