import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { counted, countedAll, countedOf } from '../domain/language/counted.ts';
import { errorCode } from '../domain/language/error-code.ts';
import { errorMessage } from '../domain/language/error-message.ts';
import type { OperatingPoint } from '../domain/technology/operating-point.ts';
import { type CalibrationOptions, checkCount, chooseThreshold } from '../evaluation/calibrate.ts';
import { DISPLAY_POINT } from '../inference/choose-operating-point.ts';
import { MANIFEST_FILE } from '../inference/model/model-folder.ts';
import { shipped } from '../installation.ts';
import { usableCpus } from '../workers/thread-budget.ts';
import { sameScoresWarning } from './calibration/same-scores-warning.ts';
import { type JudgedSoFar, keepJudged, type ScoredScans, scoreScans } from './calibration/score-scans.ts';
import { writeCalibration } from './calibration/write-calibration.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parseWhole } from './command-line/parse-options.ts';
import { print } from './command-line/print.ts';
import { folderWarnings } from './sample-folders/folder-warnings.ts';
import { endWithUnreadable } from './sample-screening/end-with-unreadable.ts';
import type { ScreeningKeeper } from './sample-screening/keep-screened.ts';
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
  readonly resume?: true;
  readonly json?: true;
}

/** `scanbench calibrate`: chooses a technology's threshold on benign scans and writes it into the model's manifest. */
export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description('choose a threshold on benign scans for a false-alarm limit, and write it into the manifest')
    .requiredOption('-b, --benign <dir...>', 'sample sets, or folders of scans, that hold benign scans only')
    .option('-t, --technology <id...>', 'what is calibrated, e.g. local-contrast@onnx-cpu; all there are by default')
    .requiredOption('--pfa <limit>', 'the false-alarm limit, e.g. 0.01', parseLimit)
    .option(
      '--name <name>',
      'the operating point: replaced where the manifest has it, else added',
      parseName,
      'default',
    )
    .option('--scanner <name...>', 'samples of these scanners only')
    .option('--split <name>', 'samples of this split only; by default "test" where a set has it, else all')
    .option('-j, --jobs <n>', 'scans at once', parseWhole('--jobs', 1, 256), usableCpus())
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--resume', 'go on with a calibration that was broken off, by what it kept in --models')
    .option('--json', 'print the operating point as JSON for machines')
    .addHelpText(
      'after',
      `
A limit of 1 % takes at least 99 benign scans, and some thousands for narrow bounds. The first operating point of a
manifest is the one that screens; one named "display" takes its place for scans of 8 bits. A scan that lacks an energy
that a technology needs is left out, as is one that it fails on; a technology that fails on the first ten ends the
calibration. One whose energy all scans lack is left as it is: 1 where it was named, or where none is calibrated. Scans
that cannot be read are left out and all named at the end, which is then 1. A summary of the scores is kept beside the
point, to tell drift of live scores.
In a folder of scans a.high.png and a.low.png (a_high, a-high) are one scan; a picture called low is the low energy,
also alone. Folders in it are not looked into.

What was screened is kept in --models meanwhile (calibration-….part, until all is written): after Ctrl-C or a crash the
same command goes on with --resume, to the same thresholds, also with another --pfa or --name.

Examples:
  scanbench calibrate --benign benign --technology local-contrast --pfa 0.01
  scanbench calibrate --benign benign --scanner gate-6-display --name display --pfa 0.01`,
    )
    .action(run);
}

async function run(options: CalibrateOptions): Promise<void> {
  const { models, resume = false } = options;
  const writable = await checkWritable(models);
  if (!writable.ok) return endWithFailure(writable.failure);
  const keeper = keepJudged(models, resume);
  try {
    await calibrate(options, keeper);
  } finally {
    keeper.end();
  }
}

async function calibrate(
  { benign, split, scanner, technology = [], pfa, name, models, jobs, json }: CalibrateOptions,
  keeper: ScreeningKeeper<JudgedSoFar>,
): Promise<void> {
  const scans = {
    folders: benign,
    ...(split !== undefined && { split }),
    ...(scanner !== undefined && { scanners: scanner }),
  };
  const benigns = await countBenigns(scans);
  if (!benigns.ok) return endCommand(benigns.failure.message, EXIT_WRONG_USAGE);
  for (const sentence of await folderWarnings(benign)) process.stderr.write(`scanbench: ${sentence}\n`);
  const enough = checkCount(benigns.value, pfa, `${counted(benigns.value, 'scan')}, even if all can be read,`);
  if (!enough.ok) return endCommand(enough.failure.message);
  const scored = await scoreScans({ scans, modelsDir: models, technologies: technology, jobs, keeper });
  if (!scored.ok) return endWithFailure(scored.failure);
  const depths = depthWarning(name, scored.value);
  const doubts = [...(depths === null ? [] : [depths]), ...scored.value.repeated];
  for (const sentence of doubts) process.stderr.write(`scanbench: ${sentence}\n`);
  // Who names no technology means those that the scans can calibrate, but not none.
  const isNamed = technology.length > 0 || scored.value.models.every(({ scores }) => scores.length === 0);
  let isWhole = true;
  for (const { model, scores, unscored, failed } of scored.value.models) {
    if (failed !== null)
      process.stderr.write(
        `scanbench: ${model} failed on ${counted(failed.scans, 'scan')}, left out here: ${failed.message}\n`,
      );
    if (scores.length === 0) {
      const verb = unscored === 1 ? 'lacks' : 'lack';
      const lack = `${countedAll(unscored, failed === null ? 'scan' : 'other scan')} ${verb}`;
      const left = `${model} needs an energy that ${lack}: it is left as it is. Name scans that have both energies with --benign.`;
      if (isNamed) endCommand(left);
      else process.stderr.write(`scanbench: ${left}\n`);
      continue;
    }
    if (unscored > 0) {
      process.stderr.write(
        `scanbench: ${model} needs an energy that is lacking in ${counted(unscored, 'scan')}, left out here.\n`,
      );
    }
    const point = await choosePoint(join(models, model, MANIFEST_FILE), scores, { name, pfaLimit: pfa });
    if (point.ok) {
      const same = sameScoresWarning(model, scores);
      if (same !== null) process.stderr.write(`scanbench: ${same}\n`);
      print(json ? JSON.stringify({ model, ...point.value }) : describe(model, point.value));
      continue;
    }
    // The others are calibrated; what was screened stays, for another limit or a manifest that is mended.
    isWhole = false;
    endCommand(`${model}: ${point.failure.message}`);
  }
  if (isWhole) keeper.forget();
  endWithUnreadable(scored.value.unreadable, scored.value.screened);
}

/** What is wrong with a point's scans where others of them are judged at it; null where nothing is. */
function depthWarning(name: string, { screened, displays }: ScoredScans): string | null {
  if (name !== DISPLAY_POINT && displays > 0) {
    return `${countedOf(displays, screened, 'scan')} ${displays === 1 ? 'has' : 'have'} 8 bits: a technology with a point "${DISPLAY_POINT}" judges such scans by that one, and scores of 8 and of 16 bits are not alike. Calibrate it on them (--name ${DISPLAY_POINT}), and "${name}" on the others.`;
  }
  if (name === DISPLAY_POINT && displays < screened) {
    const others = screened - displays;
    return `${countedOf(others, screened, 'scan')} ${others === 1 ? 'has' : 'have'} 16 bits, and "${DISPLAY_POINT}" judges scans of 8 bits alone: leave them out.`;
  }
  return null;
}

/** Chooses a threshold and writes it into a manifest. */
async function choosePoint(
  manifestPath: string,
  scores: readonly number[],
  options: CalibrationOptions,
): Promise<Outcome<OperatingPoint>> {
  const point = chooseThreshold(scores, options);
  if (!point.ok) return point;
  const written = await writeCalibration(manifestPath, point.value, scores);
  return written.ok ? point : written;
}

/** Fails where the manifests cannot be written to, before work for them begins; a folder that is not there is named later. */
async function checkWritable(folder: string): Promise<Outcome<null>> {
  try {
    await access(folder, constants.W_OK);
    return succeed(null);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return succeed(null);
    const cause = errorMessage(error);
    return fail('conflict', `${folder} cannot be written to (${cause}): name a copy of it with --models.`);
  }
}

/** How many scans there are. Fails where one is known to hold a threat, naming it. */
async function countBenigns(scans: WantedScans): Promise<Outcome<number>> {
  const sources = await findScans(scans);
  if (!sources.ok) return sources;
  const threat = sources.value.find(({ sample }) => sample !== null && sample.truth !== 'benign');
  return threat === undefined
    ? succeed(sources.value.length)
    : fail('malformed-request', `${threat.name} holds a threat: a threshold is chosen on benign scans only.`);
}

function describe(model: string, { name, threshold, pfaLimit, benignCount, pfaBounds }: OperatingPoint): string {
  const percent = (rate: number) => `${(100 * rate).toFixed(2)} %`;
  return (
    `${model}, operating point "${name}": threshold ${threshold} for a false-alarm limit of ${percent(pfaLimit)}, ` +
    `from ${counted(benignCount, 'benign scan')} (95 % bounds ${percent(pfaBounds[0])} to ${percent(pfaBounds[1])})`
  );
}

function parseName(text: string): string {
  if (text.trim() === text && /^\P{Cc}{1,60}$/u.test(text)) return text;
  throw new InvalidArgumentError(
    'An operating point has a name of 1 to 60 characters on one line, without spaces around it.',
  );
}

function parseLimit(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('A false-alarm limit is a number between 0 and 1, both excluded; 1 % is 0.01.');
}
