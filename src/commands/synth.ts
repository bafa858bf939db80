import path from 'node:path';
import { Command, Option } from 'commander';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { counted } from '../domain/language/counted.ts';
import { SAMPLE_LINES_FILE } from '../formats/sample-set.ts';
import { CARGO_NAMES } from '../simulator/cargo/cargo-kinds.ts';
import { createRandom } from '../simulator/random.ts';
import { SCANNER_PRESETS, type ScannerName } from '../simulator/scanner-presets.ts';
import { SIMULATOR_VERSION } from '../simulator/simulate-scan.ts';
import { usableCpus } from '../workers/thread-budget.ts';
import { EXIT_WRONG_USAGE, endCommand, endWithFailure } from './command-line/exit.ts';
import { parseShare, parseSplit, parseWhole } from './command-line/parse-options.ts';
import { limitRecipe } from './synth/grow-recipe.ts';
import { type RecipePart, readRecipe, type SampleRecipe, SCENE_SEEDS } from './synth/sample-recipe.ts';
import { synthesise } from './synth/synthesise.ts';
import { verifySamples } from './synth/verify-samples.ts';

interface SynthOptions {
  readonly count?: number;
  readonly seed?: number;
  readonly recipe?: string;
  readonly verify?: string;
  readonly out?: string;
  readonly scanner: ScannerName;
  readonly cargo?: NonNullable<RecipePart['cargo']>;
  readonly threatShare: number;
  readonly vehicleShare: number;
  readonly split: string;
  readonly jobs: number;
  readonly limit?: number;
  readonly resume?: true;
  readonly json?: true;
}

/** What describes a set in place of a recipe. */
const DESCRIBED = [
  'count',
  'seed',
  'scanner',
  'cargo',
  'threatShare',
  'vehicleShare',
  'split',
] satisfies (keyof SynthOptions)[];
const LARGEST_SEED = 0xffffffff;
const MOST_SAMPLES = 1_000_000;

/** `scanbench synth`: writes a simulated sample set, the same to the last pixel wherever it runs. */
export function synthCommand(): Command {
  return new Command('synth')
    .description('write a sample set of simulated scans with masks, boxes and where containers are; or verify one')
    .option('-n, --count <n>', 'how many scans', parseWhole('--count', 1, MOST_SAMPLES))
    .option(
      '-s, --seed <n>',
      'a whole number; the same seed gives the same pixels',
      parseWhole('--seed', 0, LARGEST_SEED),
    )
    .addOption(
      new Option(
        '-r, --recipe <file>',
        'a recipe.json instead of --count, --seed and what else describes a set',
      ).conflicts(DESCRIBED),
    )
    .option('-o, --out <dir>', 'a folder that does not exist yet, or is empty')
    .addOption(
      new Option(
        '--verify <dir>',
        'write nothing: hold the pixels of this set against the hashes in its lines',
      ).conflicts([...DESCRIBED, 'recipe', 'out', 'limit', 'resume']),
    )
    .addOption(
      new Option('--scanner <preset>', 'whose scans')
        .choices(Object.keys(SCANNER_PRESETS))
        .default('gate-6-4' satisfies ScannerName),
    )
    .addOption(
      new Option('--cargo <kind>', 'one cargo for all; by default each everyday kind equally often').choices(
        CARGO_NAMES,
      ),
    )
    .option('--threat-share <r>', 'share of scans with a threat, 0…1', parseShare, 0.5)
    .option('--vehicle-share <r>', 'share of scans that show the vehicle too, 0…1', parseShare, 0.4)
    .option('--split <name>', 'the split that each sample is put in', parseSplit, 'test')
    .option(
      '-j, --jobs <n>',
      'scans at once; their number changes no pixel',
      parseWhole('--jobs', 1, 256),
      usableCpus(),
    )
    .option('--limit <n>', 'of a recipe: so many scans of each part at most, to try it', parseWhole('--limit', 1, 1e6))
    .option('--resume', 'go on with a set that was broken off, or add scans to one: a higher --limit or --count')
    .option('--json', 'print a summary as JSON for machines')
    .addHelpText(
      'after',
      `
Writes ${SAMPLE_LINES_FILE} (one line a scan: pictures, truth, container boxes, seed, hashes of its pixels),
<id>/side.high.png, <id>/side.low.png (or <id>/side.high.jpg, as a display exports it), masks/<id>.side.png and
recipe.json (how to make the set again).

Examples:
  scanbench synth --count 40 --seed 7 --out my-samples
  scanbench synth --recipe samples/calibration/recipe.json --out benign
  scanbench synth --recipe samples/test/recipe.json --limit 20 --out trial
  scanbench synth --recipe samples/test/recipe.json --limit 50 --out trial --resume
  scanbench synth --verify benign`,
    )
    .action(run);
}

async function run(options: SynthOptions): Promise<void> {
  if (options.verify !== undefined) return verify(options.verify, options.json === true);
  if (options.out === undefined)
    return endCommand('name the folder to write to with --out (--help shows what it takes).', EXIT_WRONG_USAGE);
  const recipe = await recipeOf(options);
  if (recipe === null) {
    return endCommand(
      'say what to simulate: --count and --seed, or --recipe (--help shows what it takes).',
      EXIT_WRONG_USAGE,
    );
  }
  if (!recipe.ok) return endCommand(recipe.failure.message, EXIT_WRONG_USAGE);
  const { out, jobs, resume = false } = options;
  const made = await synthesise({ folder: out, recipe: recipe.value, jobs, resume });
  if (!made.ok) return endWithFailure(made.failure);
  const { samples, threats, planesSha256 } = made.value;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ out, samples, threats, planesSha256 })}\n`
      : `${counted(samples, 'scan')}, ${threats} with a threat, in ${path.join(out, SAMPLE_LINES_FILE)}; all planes: ${planesSha256 ?? '–'}\n`,
  );
}

/** The recipe that the options name or spell out; null where they do neither, or both. */
async function recipeOf(options: SynthOptions): Promise<Outcome<SampleRecipe> | null> {
  const { count, seed, recipe, limit, scanner, cargo, threatShare, vehicleShare, split } = options;
  if (recipe !== undefined) {
    const whole = await readRecipe(recipe);
    return whole.ok && limit !== undefined ? succeed(limitRecipe(whole.value, limit)) : whole;
  }
  if (count === undefined || seed === undefined) return null;
  if (limit !== undefined)
    return fail('malformed-request', '--limit is of a recipe: say --count alone, or name a --recipe.');
  const firstSeed = firstSceneSeed(seed);
  return succeed({
    simulator: 'scanbench',
    version: SIMULATOR_VERSION,
    parts: [{ scanner, split, count, firstSeed, ...(cargo && { cargo }), threatShare, vehicleShare }],
  });
}

/**
 * Where the scenes of a seed begin: anywhere in the upper half of all scene seeds, so that the sets of two seeds share
 * none but by a chance of one in hundred thousands, and those of the shipped recipes, which keep to the lower half, never.
 * It does not depend on how many there are, so that a set can grow.
 */
function firstSceneSeed(seed: number): number {
  return createRandom(seed, 'first-scene').integer(SCENE_SEEDS / 2, SCENE_SEEDS - MOST_SAMPLES);
}

async function verify(folder: string, json: boolean): Promise<void> {
  const verified = await verifySamples(folder);
  if (!verified.ok) return endWithFailure(verified.failure);
  const { samples, decodedPlanes, simulatedPlanes, planesSha256, faults } = verified.value;
  process.stdout.write(
    json
      ? `${JSON.stringify(verified.value)}\n`
      : `${counted(samples, 'scan')}: ${counted(decodedPlanes, 'plane')} decoded, ${simulatedPlanes} simulated anew, ${counted(faults.length, 'fault')}; all planes: ${planesSha256 ?? '–'}\n`,
  );
  if (faults.length > 0) endCommand(`${faults.slice(0, 10).join('\n')}${faults.length > 10 ? '\n…' : ''}`);
}
