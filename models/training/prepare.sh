#!/bin/sh
# Simulates what the technologies are trained on, in as many processes as there are cores: the containers of
# samples/training/recipe.json, and threats alone. Run in the repository after `npm run build`. About a quarter of an hour
# on two cores, 3 GB.
set -eu
WORK="${1:?name a folder for the training data}"
JOBS="$(getconf _NPROCESSORS_ONLN)"

{
  for job in $(seq 0 $((JOBS - 1))); do
    echo "models/training/prepare.js --recipe samples/training/recipe.json --job $job --jobs $JOBS"
  done
  for scanner in gate-6-4-compact portal-9-6 rail-9; do
    echo "models/training/prepare-threats.js --scanner $scanner --count 1500 --seed 715000"
  done
} | xargs -P "$JOBS" -I {} sh -c "node dist/{} --out '$WORK'"
