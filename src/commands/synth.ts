import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Sample } from '../domain/sample.ts';
import { SAMPLE_LINES_FILE, writeSampleLines } from '../formats/sample-set.ts';
import { CARGO_NAMES, type CargoName } from '../simulator/cargo/cargo-kinds.ts';
import { planSamples } from '../simulator/plan-samples.ts';
import { SCANNER_PRESETS, type ScannerName } from '../simulator/scanner-presets.ts';
import { SIMULATOR_VERSION, simulateScan } from '../simulator/simulate-scan.ts';
import { EXIT_WRONG_USAGE, endCommand } from './exit.ts';
import { startProgress } from './progress.ts';
import { writeSimulatedScan } from './write-simulated-scan.ts';

interface SynthOptions {
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  readonly scanner: ScannerName;
  readonly cargo?: CargoName;
  readonly threatShare: number;
  readonly vehicleShare: number;
  readonly split: string;
  readonly json?: true;
}

const LARGEST_SEED = 0xffffffff;
const MOST_SAMPLES = 1_000_000;

/** `scanbench synth`: writes a simulated sample set, the same to the last pixel wherever it runs. */
export function synthCommand(): Command {
  return new Command('synth')
    .description('write a sample set of simulated 16-bit dual-energy scans with masks, boxes and where containers are')
    .requiredOption('-n, --count <n>', 'how many scans', parseWhole('--count', 1, MOST_SAMPLES))
    .requiredOption(
      '-s, --seed <n>',
      'a whole number; the same seed gives the same pixels',
      parseWhole('--seed', 0, LARGEST_SEED),
    )
    .requiredOption('-o, --out <dir>', 'a folder that does not exist yet, or is empty')
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
    .option('--split <name>', 'the split that each sample is put in', 'test')
    .option('--json', 'print a summary as JSON for machines')
    .addHelpText(
      'after',
      `
Writes ${SAMPLE_LINES_FILE} (one line a scan: pictures, truth, container boxes, seed, hashes of its pixels),
<id>/side.high.png, <id>/side.low.png, masks/<id>.side.png and recipe.json (how to make the set again).

Examples:
  scanbench synth --count 40 --seed 7 --out my-samples
  scanbench synth --count 2000 --seed 1 --threat-share 0 --split calibration --out benign`,
    )
    .action(run);
}

async function run(options: SynthOptions): Promise<void> {
  if (await holdsFiles(options.out)) {
    return endCommand(
      `${options.out} is not empty: name a new folder, so that no sample set is mixed with another.`,
      EXIT_WRONG_USAGE,
    );
  }
  await mkdir(options.out, { recursive: true });
  const { count, seed, scanner, threatShare, vehicleShare, split } = options;
  const cargo = options.cargo ?? null;
  const recipe = {
    simulator: 'scanbench',
    version: SIMULATOR_VERSION,
    count,
    seed,
    scanner,
    cargo,
    threatShare,
    vehicleShare,
    split,
  };
  await writeFile(path.join(options.out, 'recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);

  const orders = planSamples({ count, seed, scanner, cargo, threatShare, vehicleShare });
  const progress = startProgress('simulating', orders.length);
  const samples: Sample[] = [];
  for (const [index, order] of orders.entries()) {
    const id = `${String(index).padStart(Math.max(3, String(count - 1).length), '0')}-${order.cargo ?? 'mixed'}`;
    samples.push(await writeSimulatedScan(options.out, id, split, simulateScan(order)));
    progress.advance();
  }
  progress.stop();
  await writeSampleLines(options.out, samples);

  const threats = samples.filter((sample) => sample.truth !== 'benign').length;
  if (options.json) process.stdout.write(`${JSON.stringify({ out: options.out, samples: samples.length, threats })}\n`);
  else
    process.stdout.write(
      `${samples.length} scans, ${threats} with a threat, in ${path.join(options.out, SAMPLE_LINES_FILE)}\n`,
    );
}

async function holdsFiles(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    // What is there is no folder at all: writing into it would fail with less to read.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return true;
    return false;
  }
}

function parseWhole(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${name} is a whole number from ${least} to ${most}.`);
  };
}

function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('A share is a number from 0 to 1.');
}
