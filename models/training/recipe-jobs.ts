import type { Command } from 'commander';
import { parseWhole } from '../../src/commands/command-line/parse-options.ts';
import { planRecipe, readRecipe, type SampleRecipe } from '../../src/commands/synth/sample-recipe.ts';
import type { PlannedScan } from '../../src/simulator/plan-samples.ts';
import { TRAINING_SCANNERS } from './training-scanners.ts';

/** Which scans a command simulates for a training, and where to. */
export interface RecipeJob {
  readonly recipe: string;
  readonly out: string;
  readonly job: number;
  readonly jobs: number;
  readonly drawnScanners: boolean;
}

/** The command with the options of a job. */
export function takesRecipeJob(command: Command): Command {
  return command
    .requiredOption('--recipe <file>', 'which scans, e.g. samples/training/recipe.json')
    .requiredOption('--out <dir>', 'where the files go')
    .option('--job <n>', 'which of the jobs this is, from 0 on', parseWhole('--job', 0), 0)
    .option('--jobs <n>', 'how many jobs share the recipe', parseWhole('--jobs', 1), 1)
    .option('--drawn-scanners', 'another scanner for every fifty seeds: energies, geometry, noise, pixels', false);
}

/**
 * The scans that fall to a job: every so-manieth. Ends the command where there is no such job, no such recipe, or one with
 * scans that no training may see.
 */
export async function planJob(
  { recipe: file, job, jobs }: RecipeJob,
  command: Command,
): Promise<readonly PlannedScan[]> {
  if (job >= jobs) command.error(`error: of ${jobs} jobs the last is --job ${jobs - 1}, and ${job} would do nothing.`);
  const recipe = await readRecipe(file);
  if (!recipe.ok) return command.error(`error: ${recipe.failure.message}`);
  refuseKeptScanners(file, recipe.value, command);
  return planRecipe(recipe.value)
    .filter((_, index) => index % jobs === job)
    .map(({ order }) => order);
}

function refuseKeptScanners(file: string, { parts }: SampleRecipe, command: Command): void {
  const kept = parts.find(({ scanner }) => !TRAINING_SCANNERS.some((seen) => seen === scanner));
  if (kept === undefined) return;
  command.error(
    `error: ${file} has scans of ${kept.scanner}, which no training sees, so that results tell what a technology does ` +
      `on a scanner that is new to it: take a recipe of ${TRAINING_SCANNERS.join(', ')} alone.`,
  );
}
