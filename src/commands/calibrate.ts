import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { OperatingPoint } from '../domain/operating-point.ts';
import { parseJson } from '../domain/parse-json.ts';
import { chooseThreshold } from '../evaluation/calibrate.ts';
import { summariseScores } from '../evaluation/drift/summarise-scores.ts';
import { checkManifest } from '../inference/model/check-manifest.ts';
import { shipped } from '../installation.ts';
import { usableCpus } from '../workers/thread-budget.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { replaceFile } from './files/replace-file.ts';
import { unreadable } from './files/unreadable.ts';
import { endWithUnreadable } from './sample-screening/end-with-unreadable.ts';
import type { UnreadableScan } from './sample-screening/gather-screened.ts';
import type { Verdict } from './sample-screening/screen-source.ts';
import { screenSources } from './sample-screening/screen-sources.ts';
import { findScans, type WantedScans } from './samples/find-scans.ts';

interface CalibrateOptions {
  readonly benign: readonly string[];
  readonly technology?: readonly string[];
  readonly split?: string;
  readonly scanner?: readonly string[];
  readonly jobs: number;
  readonly pfa: number;
  readonly name: string;
  readonly models: string;
  readonly json?: true;
}

/** `scanbench calibrate`: chooses a technology's threshold on benign scans and writes it into the model's manifest. */
export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description('choose a threshold on benign scans for a false-alarm limit, and write it into the manifest')
    .requiredOption('-b, --benign <dir...>', 'sample sets, or folders of scans, that hold benign scans only')
    .option('-t, --technology <id...>', 'what is calibrated, e.g. local-contrast@onnx-cpu; all there are by default')
    .requiredOption('--pfa <limit>', 'the false-alarm limit, e.g. 0.01', parseLimit)
    .option('--name <name>', 'the operating point: replaced where the manifest has it, else added', 'default')
    .option('--scanner <name...>', 'samples of these scanners only')
    .option('--split <name>', 'samples of this split only; by default "test" where a set has it, else all')
    .option('-j, --jobs <n>', 'scans at once', parseWhole('--jobs', 1, 256), usableCpus())
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--json', 'print the operating point as JSON for machines')
    .addHelpText(
      'after',
      `
A limit of 1 % takes at least 99 benign scans, and some thousands for narrow bounds. The first operating point of a
manifest is the one that screens; one named "display" takes its place for scans of 8 bits. A scan that lacks an energy
that a technology needs is left out, as is one that it fails on; a technology that fails on the first ten ends the
calibration. Scans that cannot be read are left out and all named at the end, which is then 1. A summary of the scores is
kept beside the point, to tell drift of live scores.

Example:
  scanbench calibrate --benign benign --technology local-contrast --pfa 0.01
  scanbench calibrate --benign benign --scanner gate-6-display --name display --pfa 0.01`,
    )
    .action(run);
}

async function run({
  benign,
  split,
  scanner,
  technology = [],
  pfa,
  name,
  models,
  jobs,
  json,
}: CalibrateOptions): Promise<void> {
  const scans = {
    folders: benign,
    ...(split !== undefined && { split }),
    ...(scanner !== undefined && { scanners: scanner }),
  };
  const threat = await findThreat(scans);
  if (!threat.ok) return endCommand(threat.failure.message, EXIT_WRONG_USAGE);
  const scored = await scoreScans(scans, technology, models, jobs);
  if (!scored.ok) return endWithFailure(scored.failure);
  for (const { model, scores, unscored, failed } of scored.value.models) {
    if (failed !== null)
      process.stderr.write(
        `scanbench: ${model} failed on ${failed.scans} scans, which are left out: ${failed.message}\n`,
      );
    if (scores.length === 0) {
      process.stderr.write(`scanbench: ${model} needs an energy that all ${unscored} scans lack: left as it is.\n`);
      continue;
    }
    const point = chooseThreshold(scores, { name, pfaLimit: pfa });
    if (!point.ok) return endCommand(`${model}: ${point.failure.message}`);
    const written = await writeCalibration(join(models, model, 'manifest.json'), point.value, scores);
    if (!written.ok) return endCommand(written.failure.message);
    process.stdout.write(`${json ? JSON.stringify(point.value) : describe(model, point.value)}\n`);
  }
  endWithUnreadable(scored.value.unreadable, scored.value.screened);
}

/** Fails where a scan is known to hold a threat, naming it. */
async function findThreat(scans: WantedScans): Promise<Outcome<null>> {
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const threat = sources.value.find(({ sample }) => sample !== null && sample.truth !== 'benign');
  return threat === undefined
    ? succeed(null)
    : fail('malformed-request', `${threat.name} holds a threat: a threshold is chosen on benign scans only.`);
}

interface ModelScores {
  readonly model: string;
  readonly scores: readonly number[];
  /** Scans that lack an energy: undecided whatever the threshold, so they say nothing about it. */
  readonly unscored: number;
  /** Scans that it gave no answer to, and why, of the first of them; null where it answered all. */
  readonly failed: { readonly scans: number; readonly message: string } | null;
}

interface ScoredScans {
  readonly models: readonly ModelScores[];
  /** Scans that were shown to the models, and those that cannot be read. */
  readonly screened: number;
  readonly unreadable: readonly UnreadableScan[];
}

async function scoreScans(
  scans: WantedScans,
  technologies: readonly string[],
  modelsDir: string,
  jobs: number,
): Promise<Outcome<ScoredScans>> {
  const all: (readonly Verdict[])[] = [];
  const screened = await screenSources({
    scans,
    modelsDir,
    technologies,
    measuresPixels: false,
    jobs,
    onScreened: (_, { verdicts }) => all.push(verdicts),
  });
  if (!screened.ok) return screened;
  const { technologies: judges, unreadable } = screened.value;
  const models = judges.map(({ model }, place): ModelScores => {
    const own = all.flatMap((verdicts) => verdicts[place] ?? []);
    const failures = own.filter((verdict) => verdict.decision === 'failed');
    const [first] = failures;
    return {
      model: model.id,
      scores: own.flatMap(({ score }) => score ?? []),
      unscored: own.filter(({ reason }) => reason === 'missing-energy').length,
      failed: first === undefined ? null : { scans: failures.length, message: first.message },
    };
  });
  return succeed({ models, screened: all.length, unreadable });
}

/**
 * Puts the point in the place of its namesake, or after the others, and beside it a summary of the scores that it was
 * chosen on. The manifest is checked before it is replaced.
 */
async function writeCalibration(
  manifestPath: string,
  point: OperatingPoint,
  scores: readonly number[],
): Promise<Outcome<null>> {
  let json: unknown;
  try {
    json = parseJson(await readFile(manifestPath, 'utf8'));
  } catch (error) {
    // It was whole when the model was loaded, some minutes ago.
    return fail('conflict', unreadable(manifestPath, error, 'mend it, and calibrate again'));
  }
  const manifest = checkManifest(json);
  if (!manifest.ok) return manifest;
  const points: readonly OperatingPoint[] = manifest.value.operatingPoints;
  const isThere = points.some(({ name }) => name === point.name);
  const operatingPoints = isThere
    ? points.map((other) => (other.name === point.name ? point : other))
    : [...points, point];
  const summary = summariseScores(scores);
  const calibrationScores = {
    ...manifest.value.calibrationScores,
    ...(summary !== null && { [point.name]: summary }),
  };
  const calibrated = { ...manifest.value, operatingPoints, calibrationScores };
  await replaceFile(manifestPath, `${JSON.stringify(calibrated, null, 2)}\n`);
  return succeed(null);
}

function describe(model: string, { name, threshold, pfaLimit, benignCount, pfaBounds }: OperatingPoint): string {
  const percent = (rate: number) => `${(100 * rate).toFixed(2)} %`;
  return (
    `${model}, operating point "${name}": threshold ${threshold} for a false-alarm limit of ${percent(pfaLimit)}, ` +
    `from ${benignCount} benign scans (95 % bounds ${percent(pfaBounds[0])} to ${percent(pfaBounds[1])})`
  );
}

function parseLimit(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('A false-alarm limit is a number between 0 and 1, both excluded; 1 % is 0.01.');
}
