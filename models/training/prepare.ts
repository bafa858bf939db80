import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { startProgress } from '../../src/commands/progress.ts';
import { planSamples } from '../../src/simulator/plan-samples.ts';
import { SCANNER_PRESETS, type ScannerName } from '../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { cropContainers } from './crop-containers.ts';

interface PrepareOptions {
  readonly scanner: ScannerName;
  readonly count: number;
  readonly seed: number;
  readonly threatShare: number;
  readonly out: string;
}

/**
 * Simulates scans and writes what a network sees of them: each located container at one height, as `<name>.bin` (planes
 * one after another, 16 bit little-endian, transmission 1 = 60,000) with one line a crop in `<name>.jsonl`.
 */
async function prepare({ scanner, count, seed, threatShare, out }: PrepareOptions): Promise<void> {
  await mkdir(out, { recursive: true });
  const name = `${scanner}-${seed}`;
  const pixels = createWriteStream(path.join(out, `${name}.bin`));
  const lines = createWriteStream(path.join(out, `${name}.jsonl`));
  const orders = planSamples({ count, seed, scanner, cargo: null, threatShare, vehicleShare: 0.4 });
  const progress = startProgress(`simulating ${name}`, orders.length);
  let offset = 0;
  for (const order of orders) {
    for (const crop of cropContainers(simulateScan(order))) {
      const planes = [crop.high, crop.low, crop.mask].filter((plane) => plane !== null);
      for (const plane of planes) pixels.write(Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength));
      const { widthPx, heightPx, facts } = crop;
      const holds = { low: crop.low !== null, mask: crop.mask !== null };
      lines.write(`${JSON.stringify({ ...facts, seed: order.seed, widthPx, heightPx, ...holds, offset })}\n`);
      offset += planes.reduce((sum, plane) => sum + plane.byteLength, 0);
    }
    progress.advance();
  }
  progress.stop();
  pixels.end();
  lines.end();
  await Promise.all([finished(pixels), finished(lines)]);
}

await new Command('prepare')
  .description('simulate scans for training and write each container as a network sees it')
  .requiredOption('--scanner <preset>', `one of ${Object.keys(SCANNER_PRESETS).join(', ')}`)
  .requiredOption('--count <n>', 'how many scans', Number)
  .requiredOption('--seed <n>', 'the same seed gives the same pixels', Number)
  .option('--threat-share <r>', 'share of scans with a threat, 0…1', Number, 0.5)
  .requiredOption('--out <dir>', 'where the files go')
  .action(prepare)
  .parseAsync();
