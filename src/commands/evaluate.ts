import { join } from 'node:path';
import { Command } from 'commander';
import { shipped } from '../installation.ts';
import { usableCpus } from '../workers/thread-budget.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { textTable } from './command-line/text-table.ts';
import { whenEnding } from './command-line/when-ending.ts';
import { evaluateSamples } from './evaluation/evaluate-samples.ts';
import type { Evaluation } from './evaluation/evaluation.ts';
import { evaluationMarkdown } from './evaluation/evaluation-markdown.ts';
import { evaluationWarnings } from './evaluation/evaluation-warnings.ts';
import { findPopulation } from './evaluation/find-population.ts';
import { scoresCsv } from './evaluation/scores-csv.ts';
import type { ScreenedSoFar } from './evaluation/screened-so-far.ts';
import { lockFolder } from './files/lock-folder.ts';
import { openOutputFolder } from './files/output-folder.ts';
import { replaceFiles } from './files/replace-file.ts';
import { thisRun } from './origin/host.ts';
import { aurocText, rateText } from './report-text/number-text.ts';
import { folderWarnings } from './sample-folders/folder-warnings.ts';
import { endWithUnreadable } from './sample-screening/end-with-unreadable.ts';
import { keepScreened, type ScreeningKeeper } from './sample-screening/keep-screened.ts';

interface EvaluateOptions {
  readonly samples: readonly string[];
  readonly technology?: readonly string[];
  readonly split?: string;
  readonly scanner?: readonly string[];
  readonly limit?: number;
  readonly seed: number;
  readonly jobs: number;
  readonly out?: string;
  readonly models: string;
  readonly resume?: true;
  readonly json?: true;
}

/** `scanbench evaluate`: how well technologies find threats in sample sets, with bounds and paired tests. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description(
      'measure how well technologies tell threats from benign scans, and where; with bounds and paired tests',
    )
    .requiredOption('-s, --samples <dir...>', 'sample sets, or folders in the layout of MVTec AD')
    .option('-t, --technology <id...>', 'what is compared, e.g. local-contrast@onnx-cpu; all there are by default')
    .option('-o, --out <dir>', 'where evaluation.json, evaluation.md and scores.csv are written')
    .option('--scanner <name...>', 'samples of these scanners only')
    .option('--split <name>', 'samples of this split only; by default "test" where a set has it, else all')
    .option(
      '--limit <n>',
      'so many scans of each set at most, spread over it, with its share of threats',
      parseWhole('--limit', 1, 1e6),
    )
    .option('--seed <n>', 'of the bootstrap', parseWhole('--seed', 0, 0xffffffff), 1)
    .option(
      '-j, --jobs <n>',
      'scans at once; their number changes no result',
      parseWhole('--jobs', 1, 256),
      usableCpus(),
    )
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--resume', 'go on with an evaluation that was broken off, by what it kept in --out')
    .option('--json', 'print the evaluation as JSON for machines')
    .addHelpText(
      'after',
      `
Every scan goes through the pipeline of the service, decoded once for all technologies. Pd and Pfa are those of the
operating point in each manifest; the rest is read from scores and anomaly maps. A scan on which a technology fails
stays in its rates: a threat not found, no alarm on a benign scan. One that fails on the first ten ends the evaluation.
Scans that cannot be read are in no number; all are named at the end, which is then 1.

With --out, what was screened is kept there meanwhile (screened.part, until all is written): after Ctrl-C or a crash the
same command goes on with --resume, to the same numbers.

Example:
  scanbench synth --recipe samples/test/recipe.json --out test
  scanbench evaluate --samples test --out results/test`,
    )
    .action(run);
}

async function run(options: EvaluateOptions): Promise<void> {
  const { out, resume = false } = options;
  const made = thisRun();
  if (out === undefined) {
    if (resume) return endCommand('--resume goes on with what --out keeps: name it, too.', EXIT_WRONG_USAGE);
    return measure(options, made, null);
  }
  const opened = await openOutputFolder(out);
  if (!opened.ok) return endCommand(opened.failure.message, EXIT_WRONG_USAGE);
  // Two evaluations would take each other's files: a mixture of both, or an error in place of either.
  const lock = lockFolder(out);
  if (!lock.ok) return endWithFailure(lock.failure);
  const keeper = keepScreened<ScreenedSoFar>({
    work: 'evaluation',
    fileOf: () => join(out, 'screened.part'),
    host: made.host,
    resume,
    scansIn: ({ scans }) => scans.length,
  });
  const takeBack = whenEnding(opened.value);
  try {
    await measure(options, made, keeper);
  } finally {
    keeper.end();
    lock.value();
    takeBack();
    opened.value();
  }
}

async function measure(
  { samples, technology = [], split, scanner, limit, seed, jobs, out, models, json }: EvaluateOptions,
  made: ReturnType<typeof thisRun>,
  keeper: ScreeningKeeper<ScreenedSoFar> | null,
): Promise<void> {
  // Now: a set that is still being made may be whole by the time that this ends.
  const ofFolders = await folderWarnings(samples);
  warn(ofFolders);
  const evaluated = await evaluateSamples({
    scans: {
      folders: samples,
      ...(split !== undefined && { split }),
      ...(scanner !== undefined && { scanners: scanner }),
      ...(limit !== undefined && { limit }),
    },
    modelsDir: models,
    technologies: technology,
    jobs,
    seed,
    made,
    ...(keeper !== null && { keeper }),
  });
  if (!evaluated.ok) return endWithFailure(evaluated.failure);
  const { scans, unreadable } = evaluated.value;
  const ofScans = evaluationWarnings(evaluated.value);
  const evaluation = { ...evaluated.value.evaluation, warnings: [...ofFolders, ...ofScans] };
  // First, so that figures that took long are seen whatever becomes of the files.
  process.stdout.write(json ? `${JSON.stringify(evaluation)}\n` : `${summaryTable(evaluation)}\n`);
  if (out !== undefined) {
    const ids = evaluation.technologies.map(({ id }) => id);
    await replaceFiles(out, {
      'evaluation.json': `${JSON.stringify(evaluation, null, 1)}\n`,
      'evaluation.md': evaluationMarkdown(evaluation),
      'scores.csv': scoresCsv(ids, scans),
    });
    keeper?.forget();
  }
  warn(ofScans);
  endWithUnreadable(unreadable, scans.length);
}

function warn(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`scanbench: ${sentence}\n`);
}

function summaryTable({ technologies }: Evaluation): string {
  return textTable(
    ['technology', 'scans', 'Pfa', 'Pd', 'Pd, 10 kg and more, not below penetration', 'AUROC', 'touched'],
    technologies.flatMap(({ id, measures }) =>
      measures.map((measured) => {
        const all = findPopulation(measured, 'all threats');
        const heavy = findPopulation(measured, 'threats of 10 kg and more, not below penetration');
        return [
          id,
          measured.condition,
          rateText(all?.rates.benigns?.alarm ?? null),
          rateText(all?.rates.threats?.alarm ?? null),
          rateText(heavy?.rates.threats?.alarm ?? null),
          aurocText(all?.auroc ?? null),
          rateText(measured.localisation[0]?.touched ?? null),
        ];
      }),
    ),
  );
}
