#!/bin/sh
# Simulates what the technologies are trained on, in as many processes as there are cores: the containers of
# samples/training/recipe.json, those of samples/training-in-place/recipe.json and samples/training-in-place-more/recipe.json
# each with and without its threat (into WORK/in-place and WORK/in-place-more), and threats alone. Run in the repository after
# `npm run build`. Half an hour to an hour on two cores, about 8 GB.
set -eu
export WORK="${1:?name a folder for the training data}"
# The inner shell expands and quotes these; xargs takes away one backslash.
CONTAINERS='\"$WORK\"' IN_PLACE='\"$WORK/in-place\"' MORE='\"$WORK/in-place-more\"'
JOBS="$(getconf _NPROCESSORS_ONLN)"

{
  for job in $(seq 0 $((JOBS - 1))); do
    echo "models/training/prepare.js --recipe samples/training/recipe.json --job $job --jobs $JOBS --out $CONTAINERS"
    echo "models/training/prepare.js --recipe samples/training-in-place/recipe.json --twins --job $job --jobs $JOBS --out $IN_PLACE"
    echo "models/training/prepare.js --recipe samples/training-in-place-more/recipe.json --twins --job $job --jobs $JOBS --out $MORE"
  done
  for scanner in gate-6-4-compact portal-9-6 rail-9; do
    echo "models/training/prepare-threats.js --scanner $scanner --count 1500 --seed 715000 --out $CONTAINERS"
  done
} | xargs -P "$JOBS" -I {} sh -c "node dist/{}"
