#!/bin/sh
# Simulates what the technologies are trained on, in as many processes as there are cores: containers of samples/training, and
# threats alone (into WORK); those of training-in-place, -more and -many, each with and without its threat (WORK/in-place and so
# on); the same of training-any-scanner, by scanners that no preset is (WORK/any-scanner); those of training-left-behind with and
# without what lies on their floor (WORK/left-behind); empty ones with and without small dense things (WORK/small-things); and those
# of training-in-place-many without threats, with many threats and other things by themselves (WORK/things, and by scanners that
# no preset is WORK/things-drawn). Run in the repository after `npm run build`. Five to seven hours on two cores, about 50 GB.
set -eu
export WORK="${1:?name a folder for the training data}"
# The inner shell expands and quotes these; xargs takes away one backslash.
CONTAINERS='\"$WORK\"' IN_PLACE='\"$WORK/in-place\"' MORE='\"$WORK/in-place-more\"' MANY='\"$WORK/in-place-many\"' ANY='\"$WORK/any-scanner\"'
LEFT='\"$WORK/left-behind\"'
SMALL='\"$WORK/small-things\"'
THINGS='\"$WORK/things\"' THINGS_DRAWN='\"$WORK/things-drawn\"'
JOBS="$(getconf _NPROCESSORS_ONLN)"

{
  for job in $(seq 0 $((JOBS - 1))); do
    echo "models/training/prepare.js --recipe samples/training/recipe.json --job $job --jobs $JOBS --out $CONTAINERS"
    echo "models/training/prepare.js --recipe samples/training-in-place/recipe.json --twins --job $job --jobs $JOBS --out $IN_PLACE"
    echo "models/training/prepare.js --recipe samples/training-in-place-more/recipe.json --twins --job $job --jobs $JOBS --out $MORE"
    echo "models/training/prepare.js --recipe samples/training-in-place-many/recipe.json --twins --job $job --jobs $JOBS --out $MANY"
    echo "models/training/prepare.js --recipe samples/training-any-scanner/recipe.json --drawn-scanners --twins --job $job --jobs $JOBS --out $ANY"
    echo "models/training/prepare.js --recipe samples/training-left-behind/recipe.json --left-behind --job $job --jobs $JOBS --out $LEFT"
    echo "models/training/prepare.js --recipe samples/training-left-behind/recipe.json --small-things --job $job --jobs $JOBS --out $SMALL"
    echo "models/training/prepare-things.js --recipe samples/training-in-place-many/recipe.json --job $job --jobs $JOBS --out $THINGS"
    echo "models/training/prepare-things.js --recipe samples/training-in-place-many/recipe.json --drawn-scanners --job $job --jobs $JOBS --out $THINGS_DRAWN"
  done
  for scanner in gate-6-4-compact portal-9-6 rail-9; do
    echo "models/training/prepare-threats.js --scanner $scanner --count 1500 --seed 715000 --out $CONTAINERS"
  done
} | xargs -P "$JOBS" -I {} sh -c "node dist/{}"
