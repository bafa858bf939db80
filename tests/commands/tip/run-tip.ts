import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { writeSimulatedScan } from '../../../src/commands/synth/write-simulated-scan.ts';
import { tipCommand } from '../../../src/commands/tip.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';
import type { Sample } from '../../../src/domain/scan/sample.ts';
import { encodeDisplayJpeg } from '../../../src/formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../../src/formats/encode-png.ts';
import { readSampleSet } from '../../../src/formats/sample-set.ts';
import { simulateScan } from '../../../src/simulator/simulate-scan.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeSampleLines } from '../../fixtures/write-sample-lines.ts';

/** One small scan of an empty container, with the vehicle around it. */
export const SCAN = simulateScan({
  seed: 4,
  scanner: 'gate-6-4-compact',
  cargo: 'empty',
  containers: ['20ft'],
  vehicle: false,
});

interface Told {
  readonly out: string;
  readonly error: string;
}

/** Runs `scanbench tip`; the exit code that it sets is 0 again when the test has ended. */
export async function tip(...options: readonly string[]): Promise<Told> {
  const told = { out: '', error: '' };
  onTestFinished(() => {
    process.exitCode = 0;
    vi.restoreAllMocks();
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.error += String(text);
    return true;
  });
  const command = tipCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await command.parseAsync(options, { from: 'user' });
  return told;
}

/** The scan as a sample set. */
export async function benignSet(): Promise<string> {
  const folder = await temporaryFolder();
  await writeSampleLines(folder, [await writeSimulatedScan(folder, 'empty', 'calibration', SCAN)]);
  return folder;
}

/** The scan as a port would hand it out: one 8-bit JPEG, air at white. */
export async function portFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const { widthPx, heightPx, samples } = SCAN.planes.high;
  const grey = Uint8Array.from(samples, (reading) => Math.min(255, Math.round((reading / 60_000) * 255)));
  const plane: Plane = { widthPx, heightPx, bitDepth: 8, samples: grey };
  await writeFile(path.join(folder, 'gate.jpg'), await encodeDisplayJpeg(plane));
  return folder;
}

export async function samplesOf(folder: string): Promise<readonly Sample[]> {
  const set = await readSampleSet(folder);
  if (!set.ok) throw new Error(set.failure.message);
  return set.value.samples;
}

export function threatOf({ truth }: Sample) {
  if (truth === 'benign') throw new Error('expected a threat');
  return truth.threat;
}

/** A block alone in the beam: as low lets less through, of `widthPx` × 40 pixels. */
export function block(through: number, widthPx = 60): Plane {
  const samples = Uint16Array.from({ length: widthPx * 40 }, (_, i) => {
    const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
    return x > 9 && x < widthPx - 10 && y > 9 && y < 30 ? 60_000 * through : 60_000;
  });
  return { widthPx, heightPx: 40, bitDepth: 16, samples };
}

/** A folder with the block in both energies and a note on it, if any. */
export async function threatFolder(note: object | null, high = 0.5, low = 0.4): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'brick_1_high.png'), await encodeGreyPng(block(high)));
  await writeFile(path.join(folder, 'brick_1_low.png'), await encodeGreyPng(block(low)));
  if (note !== null) await writeFile(path.join(folder, 'brick_1.json'), JSON.stringify(note));
  return folder;
}

/** A folder that is not there yet. */
export async function newFolder(): Promise<string> {
  return path.join(await temporaryFolder(), 'out');
}
