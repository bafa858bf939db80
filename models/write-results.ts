import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { parseWhole } from '../src/commands/command-line/parse-options.ts';
import { readEvaluation } from '../src/commands/evaluation/read-evaluation.ts';
import { MANIFEST_FILE, readModels } from '../src/inference/model/model-folder.ts';
import { drawResults, RESULTS_PICTURE } from './draw-results.ts';
import { cardSection, replaceResults } from './results/card-section.ts';
import { manifestEvaluation } from './results/manifest-evaluation.ts';
import { MEASURED_PAGE, measuredPage } from './results/measured-page.ts';
import { EVALUATION_TITLES, isEvaluationName, type NamedEvaluation } from './results/named-evaluation.ts';
import { resultsOf } from './results/own-results.ts';
import { partPage } from './results/part-page.ts';
import { partPath, resultsPage, type TakenScans } from './results/results-page.ts';

/**
 * Writes the results page, beside it a page for each evaluation, and each evaluated model's part of them: the sum into its
 * manifest and card, all of it beside these. What is read is named `<name>=<evaluation.json>`; a name that is not told leaves
 * its part out.
 */
export async function writeResults(
  modelsDir: string,
  page: string,
  named: readonly string[],
  taken: TakenScans = {},
): Promise<void> {
  const evaluations: NamedEvaluation[] = [];
  for (const argument of named) evaluations.push(await readNamed(argument));
  await writeFile(page, resultsPage(evaluations, taken));
  for (const part of evaluations) {
    const partFile = path.join(path.dirname(page), partPath(part.name));
    await mkdir(path.dirname(partFile), { recursive: true });
    await writeFile(partFile, partPage(part));
  }
  for (const { id, outcome } of await readModels(modelsDir)) {
    const results = resultsOf(id, evaluations);
    if (!outcome.ok || results.length === 0) continue;
    const folder = path.join(modelsDir, id);
    const { operatingPoints } = outcome.value.manifest;
    const cardPath = path.join(folder, 'card.md');
    const section = cardSection(operatingPoints, results);
    await writeFile(cardPath, replaceResults(await readFile(cardPath, 'utf8'), section));
    await writeFile(path.join(folder, MEASURED_PAGE), measuredPage(id, results));
    const manifestPath = path.join(folder, MANIFEST_FILE);
    const manifest: Record<string, unknown> = JSON.parse(await readFile(manifestPath, 'utf8'));
    const rewritten = { ...manifest, evaluation: manifestEvaluation(results) };
    await writeFile(manifestPath, `${JSON.stringify(rewritten, null, 2)}\n`);
  }
}

async function readNamed(argument: string): Promise<NamedEvaluation> {
  const [name = '', ...rest] = argument.split('=');
  if (!isEvaluationName(name) || rest.length === 0) {
    throw new Error(
      `${argument}: name each evaluation, as in test=evaluation.json; names: ${Object.keys(EVALUATION_TITLES).join(', ')}`,
    );
  }
  const evaluation = await readEvaluation(rest.join('='));
  if (!evaluation.ok) throw new Error(evaluation.failure.message);
  return { name, evaluation: evaluation.value };
}

if (process.argv[1] === import.meta.filename) {
  await new Command('write-results')
    .description(
      'write docs/results.md with its picture, docs/results/, and in models/ each measured.md and the measured parts of cards and manifests, from evaluations',
    )
    .argument(
      '<evaluations...>',
      `<name>=<evaluation.json>; the names are ${Object.keys(EVALUATION_TITLES).join(', ')}`,
    )
    .option(
      '--limit <n>',
      'so many scans of each part of the test sets were taken; all by default',
      parseWhole('--limit', 1),
    )
    .option(
      '--calibration <n>',
      'so many scans of each part of the calibration sets were taken; all by default',
      parseWhole('--calibration', 1),
    )
    .action(
      async (evaluations: readonly string[], taken: { readonly limit?: number; readonly calibration?: number }) => {
        await writeResults('models', 'docs/results.md', evaluations, {
          ...(taken.limit !== undefined && { tests: taken.limit }),
          ...(taken.calibration !== undefined && { calibration: taken.calibration }),
        });
        await drawResults('models', RESULTS_PICTURE);
      },
    )
    .parseAsync();
}
