import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { readModels } from '../src/inference/model/model-folder.ts';
import { keptResults } from './results/kept-results.ts';
import { resultsFigure } from './results/results-figure.ts';

/** Where the results page has its picture. */
export const RESULTS_PICTURE = 'docs/pictures/results.svg';

/** Draws what the manifests say of the models' evaluations. */
export async function drawResults(modelsDir: string, picture: string): Promise<void> {
  const models = (await readModels(modelsDir)).flatMap(({ id, outcome }) =>
    outcome.ok ? [keptResults(id, outcome.value.manifest.evaluation)] : [],
  );
  await writeFile(picture, resultsFigure(models));
}

if (process.argv[1] === import.meta.filename) {
  await new Command('draw-results')
    .description(`draw ${RESULTS_PICTURE} from what the manifests in models/ say of evaluations`)
    .action(() => drawResults('models', RESULTS_PICTURE))
    .parseAsync();
}
