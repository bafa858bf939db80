import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Sample } from '../../domain/scan/sample.ts';
import { RECIPE_FILE, SAMPLE_LINES_FILE, sampleLine } from '../../formats/sample-set.ts';
import { replaceFile } from '../files/replace-file.ts';
import { type BegunFolder, beginFolder, readBegunSamples } from '../samples/begin-folder.ts';
import { hasItsFiles } from '../samples/has-its-files.ts';
import { clearStrays } from './begun-files.ts';
import { growsFrom } from './grow-recipe.ts';
import { renumberSamples } from './renumber-samples.ts';
import { planRecipe, readRecipe, type SampleRecipe } from './sample-recipe.ts';

export interface SetToBegin {
  readonly folder: string;
  readonly recipe: SampleRecipe;
  /** Goes on with what the folder holds, instead of refusing a folder that holds something. */
  readonly resume: boolean;
}

/**
 * Makes a folder ready for the set of a recipe and finds the samples that are there already, under the ids of that
 * recipe and in its order. What a smaller recipe of the same parts made is kept. Fails with `conflict` where the folder
 * holds something else, or another process writes to it.
 */
export function beginSet({ folder, recipe, resume }: SetToBegin): Promise<Outcome<BegunFolder>> {
  return beginFolder({
    folder,
    resume,
    whyTaken: () =>
      `${folder} is not empty: name a new folder, so that no sample set is mixed with another, or go on with the set in it with --resume.`,
    async begin() {
      await replaceFile(path.join(folder, RECIPE_FILE), textOf(recipe));
      await replaceFile(path.join(folder, SAMPLE_LINES_FILE), '');
    },
    goOn: () => goOn(folder, recipe),
  });
}

async function goOn(folder: string, recipe: SampleRecipe): Promise<Outcome<readonly Sample[]>> {
  const recipeFile = path.join(folder, RECIPE_FILE);
  const before = await readRecipe(recipeFile);
  if (!before.ok) return fail('conflict', `There is no set to go on with. ${before.failure.message}`);
  const grows = growsFrom(before.value, recipe);
  if (!grows.ok) return fail(grows.failure.code, `${folder} ${grows.failure.message}`);
  const there = await readBegunSamples(folder);
  if (!there.ok) return there;
  const foreign = findForeign(there.value, before.value);
  if (foreign !== null) {
    return fail(
      'conflict',
      `${path.join(folder, SAMPLE_LINES_FILE)}: ${foreign} is no scan of ${RECIPE_FILE} beside it, or is there twice: take its line out, or name a new folder.`,
    );
  }
  // Numbers that a crash left half changed are those of the recipe that is there.
  const numbered = await renumberSamples(folder, there.value, idsBySeed(before.value));
  if (textOf(before.value) !== textOf(recipe)) await replaceFile(recipeFile, textOf(recipe));
  const renumbered = await renumberSamples(folder, numbered, idsBySeed(recipe));
  return succeed(await keepWhole(folder, renumbered, recipe));
}

/** Leaves lines out whose files are gone, and what a scan that was broken off left behind. */
async function keepWhole(folder: string, samples: readonly Sample[], recipe: SampleRecipe): Promise<readonly Sample[]> {
  const whole = new Map(samples.filter((sample) => hasItsFiles(folder, sample)).map((sample) => [sample.id, sample]));
  const inOrder = planRecipe(recipe).flatMap(({ id }) => whole.get(id) ?? []);
  if (inOrder.length < samples.length || inOrder.some((sample, index) => sample !== samples[index])) {
    await replaceFile(path.join(folder, SAMPLE_LINES_FILE), inOrder.map(sampleLine).join(''));
  }
  await clearStrays(folder, inOrder);
  return inOrder;
}

/** Which sample shows a scene that the recipe does not have, or that another sample shows too; null where none does. */
function findForeign(samples: readonly Sample[], recipe: SampleRecipe): string | null {
  const open = new Set(planRecipe(recipe).map(({ order, split }) => keyOf(order.seed, order.scanner, split)));
  const foreign = samples.find(
    ({ provenance, scanner, split }) => !open.delete(keyOf(provenance['seed'], scanner, split)),
  );
  return foreign?.id ?? null;
}

function keyOf(seed: unknown, scanner: string, split: string): string {
  return JSON.stringify([seed, scanner, split]);
}

/** No recipe shows a scene twice, so a scan's seed says which of them it is. */
function idsBySeed(recipe: SampleRecipe): (sample: Sample) => string {
  const ids = new Map<unknown, string>(planRecipe(recipe).map(({ id, order }) => [order.seed, id]));
  return ({ id, provenance }) => ids.get(provenance['seed']) ?? id;
}

function textOf(recipe: SampleRecipe): string {
  return `${JSON.stringify(recipe, null, 2)}\n`;
}
