#!/bin/sh
# Simulates what the technologies are trained on, two processes at a time: containers of the six training scanners, and
# threats alone. Run in the repository after `npm run build`. About 20 minutes on two cores, 3 GB; SCALE 10 makes a tenth.
set -eu
WORK="${1:?name a folder for the training data}"
SCALE="${2:-1}"

# Seeds 7xxxxx are for training alone: calibration and test sets never use them.
{
  while read -r scanner count seed; do
    echo "models/training/prepare.js --scanner $scanner --count $((count / SCALE)) --seed $seed --threat-share 0.4"
  done <<SCANS
portal-9-6 300 700301
gate-6-4 400 700201
gate-6-4-compact 900 700101
rail-9 250 700401
gate-6-display 250 700501
mobile-4-display 250 700601
gate-6-4-compact 600 700102
SCANS
  for scanner in gate-6-4-compact portal-9-6 rail-9; do
    echo "models/training/prepare-threats.js --scanner $scanner --count $((1500 / SCALE)) --seed 710001"
  done
} | xargs -P 2 -I {} sh -c "node dist/{} --out '$WORK'"
