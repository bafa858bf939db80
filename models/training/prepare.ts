import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { startProgress } from '../../src/commands/command-line/progress.ts';
import { planRecipe, readRecipe } from '../../src/commands/synth/sample-recipe.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { type ScanOrder, simulateScan } from '../../src/simulator/simulate-scan.ts';
import { type ContainerCrop, cropContainers } from './crop-containers.ts';
import { drawScanner, isDual } from './draw-scanner.ts';

interface PrepareOptions {
  readonly recipe: string;
  readonly out: string;
  readonly job: number;
  readonly jobs: number;
  readonly twins: boolean;
  readonly drawnScanners: boolean;
}

/**
 * Simulates the scans of a recipe and writes what a network sees of them: each located container at one height, as
 * `containers-<job>.bin` (planes one after another, 16 bit little-endian, transmission 1 = 60,000) with one line a crop in
 * the `.jsonl` beside it. Of several jobs each takes every so-manieth scan. With twins, each container with a threat is
 * followed by the same container without it. With drawn scanners, each scan is of a scanner of its own, whose name says so.
 */
async function prepare({ recipe: file, out, job, jobs, twins, drawnScanners }: PrepareOptions): Promise<void> {
  const recipe = await readRecipe(file);
  if (!recipe.ok) throw new Error(recipe.failure.message);
  await mkdir(out, { recursive: true });
  const name = `containers-${job}`;
  const pixels = createWriteStream(path.join(out, `${name}.bin`));
  const lines = createWriteStream(path.join(out, `${name}.jsonl`));
  const orders = planRecipe(recipe.value).filter((_, index) => index % jobs === job);
  const progress = startProgress(`simulating ${name}`, orders.length);
  let offset = 0;
  for (const { order } of orders) {
    const drawn = drawnScanners ? scannerFor(order) : undefined;
    for (const crop of twins && order.threat ? cropTwins(order, drawn) : cropContainers(simulateScan(order, drawn))) {
      const planes = [crop.high, crop.low, crop.mask].filter((plane) => plane !== null);
      for (const plane of planes) pixels.write(Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength));
      const { widthPx, heightPx, facts } = crop;
      const holds = { low: crop.low !== null, mask: crop.mask !== null };
      const own = drawn === undefined ? {} : { scanner: `drawn-${order.seed}` };
      lines.write(`${JSON.stringify({ ...facts, ...own, seed: order.seed, widthPx, heightPx, ...holds, offset })}\n`);
      offset += planes.reduce((sum, plane) => sum + plane.byteLength, 0);
    }
    progress.advance();
    // The disk is slower than the simulator: wait, so that what is not yet written does not fill the memory.
    if (pixels.writableNeedDrain) await once(pixels, 'drain');
  }
  progress.stop();
  pixels.end();
  lines.end();
  await Promise.all([finished(pixels), finished(lines)]);
}

/** The container with the threat, and the same pixels of the same scene without it; others of the scan are left out. */
function cropTwins(order: ScanOrder, drawn?: ScannerPreset): readonly ContainerCrop[] {
  const scan = simulateScan(order, drawn);
  const twins = cropContainers(simulateScan({ ...order, threat: null }, drawn), scan);
  return cropContainers(scan).flatMap((crop, index) => {
    const twin = twins[index];
    return crop.mask === null || twin === undefined ? [] : [crop, { ...twin, facts: { ...twin.facts, isTwin: true } }];
  });
}

/** A scanner of a scan's own; none where its preset has one energy, and no pair to draw. */
function scannerFor(order: ScanOrder): ScannerPreset | undefined {
  const preset: ScannerPreset = SCANNER_PRESETS[order.scanner];
  return isDual(preset) ? drawScanner(preset, createRandom(order.seed, 'scanner')) : undefined;
}

await new Command('prepare')
  .description('simulate scans for training and write each container as a network sees it')
  .requiredOption('--recipe <file>', 'which scans, e.g. samples/training/recipe.json')
  .requiredOption('--out <dir>', 'where the files go')
  .option('--job <n>', 'which of the jobs this is', Number, 0)
  .option('--jobs <n>', 'how many jobs share the recipe', Number, 1)
  .option('--twins', 'write each container with a threat once more without it', false)
  .option('--drawn-scanners', 'another scanner for every scan: energies, geometry, noise', false)
  .action(prepare)
  .parseAsync();
