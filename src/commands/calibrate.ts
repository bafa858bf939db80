import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { OperatingPoint } from '../domain/operating-point.ts';
import { chooseThreshold } from '../evaluation/calibrate.ts';
import { checkManifest } from '../inference/check-manifest.ts';
import { shipped } from '../installation.ts';
import { EXIT_WRONG_USAGE, endCommand } from './exit.ts';
import { loadTechnologies } from './load-technologies.ts';
import { findScans, type ScanSource, screenSources } from './screen-samples.ts';

interface CalibrateOptions {
  readonly benign: readonly string[];
  readonly technology: string;
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
    .requiredOption('-t, --technology <id>', 'what is calibrated, e.g. local-contrast@onnx-cpu')
    .requiredOption('--pfa <limit>', 'the false-alarm limit, e.g. 0.01', parseLimit)
    .option('--name <name>', 'the operating point: replaced where the manifest has it, else added', 'default')
    .option('--models <dir>', 'the folder with one folder a model', shipped('models'))
    .option('--json', 'print the operating point as JSON for machines')
    .addHelpText(
      'after',
      `
A limit of 1 % takes at least 99 benign scans, and some thousands for narrow bounds. The first operating point of a
manifest is the one that screens.

Example:
  scanbench calibrate --benign benign --technology local-contrast --pfa 0.01`,
    )
    .action(run);
}

async function run({ benign, technology, pfa, name, models, json }: CalibrateOptions): Promise<void> {
  const sources = await findBenignScans(benign);
  if (!sources.ok) return endCommand(sources.failure.message, EXIT_WRONG_USAGE);
  const scores = await scoreScans(sources.value, technology, models);
  if (!scores.ok) return endCommand(scores.failure.message);
  const point = chooseThreshold(scores.value, { name, pfaLimit: pfa });
  if (!point.ok) return endCommand(point.failure.message);
  const [model = technology] = technology.split('@');
  const written = await writeOperatingPoint(join(models, model, 'manifest.json'), point.value);
  if (!written.ok) return endCommand(written.failure.message);
  process.stdout.write(`${json ? JSON.stringify(point.value) : describe(model, point.value)}\n`);
}

async function findBenignScans(folders: readonly string[]): Promise<Outcome<readonly ScanSource[]>> {
  const all: ScanSource[] = [];
  for (const folder of folders) {
    const sources = await findScans(folder);
    if (!sources.ok) return sources;
    const threat = sources.value.find(({ sample }) => sample !== null && sample.truth !== 'benign');
    if (threat !== undefined) {
      return fail('malformed-request', `${threat.name} holds a threat: a threshold is chosen on benign scans only.`);
    }
    all.push(...sources.value);
  }
  return succeed(all);
}

async function scoreScans(
  sources: readonly ScanSource[],
  technology: string,
  models: string,
): Promise<Outcome<readonly number[]>> {
  const found = await loadTechnologies(models, [technology]);
  if (!found.ok) return found;
  const [first] = found.value;
  if (first === undefined) return fail('unknown-technology', `There is no technology "${technology}".`);
  if (!first.outcome.ok) return first.outcome;
  const screened = await screenSources(sources, new Map([[first.id, first.outcome.value]]));
  await first.outcome.value.close();
  if (!screened.ok) return screened;
  const scores: number[] = [];
  for (const { source, result } of screened.value) {
    const score = result.results[0]?.score ?? null;
    if (score === null) {
      return fail('malformed-request', `${source.name} lacks an energy that ${first.id} needs, so it has no score.`);
    }
    scores.push(score);
  }
  return succeed(scores);
}

/** Puts the point in the place of its namesake, or after the others. The manifest is checked before it is replaced. */
async function writeOperatingPoint(manifestPath: string, point: OperatingPoint): Promise<Outcome<null>> {
  const json: unknown = JSON.parse(await readFile(manifestPath, 'utf8'));
  const manifest = checkManifest(json);
  if (!manifest.ok) return manifest;
  const points: readonly OperatingPoint[] = manifest.value.operatingPoints;
  const isThere = points.some(({ name }) => name === point.name);
  const operatingPoints = isThere
    ? points.map((other) => (other.name === point.name ? point : other))
    : [...points, point];
  await writeFile(manifestPath, `${JSON.stringify({ ...manifest.value, operatingPoints }, null, 2)}\n`);
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
  throw new InvalidArgumentError('A false-alarm limit is a number between 0 and 1, both excluded.');
}
