import { readRecipe, type SampleRecipe } from '../../src/commands/synth/sample-recipe.ts';
import { fail, type Outcome } from '../../src/domain/failure.ts';
import { TRAINING_SCANNERS } from './training-scanners.ts';

/** A recipe whose scans a training may see; `malformed-request` where a scanner is kept for tests. */
export async function readTrainingRecipe(file: string): Promise<Outcome<SampleRecipe>> {
  const recipe = await readRecipe(file);
  if (!recipe.ok) return recipe;
  const kept = recipe.value.parts.find(({ scanner }) => !TRAINING_SCANNERS.some((seen) => seen === scanner));
  if (kept === undefined) return recipe;
  return fail(
    'malformed-request',
    `${file} has scans of ${kept.scanner}, which no training sees, so that results tell what a technology does ` +
      `on a scanner that is new to it: take a recipe of ${TRAINING_SCANNERS.join(', ')} alone.`,
  );
}
