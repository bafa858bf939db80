import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PostedScan, postedScan } from '../../src/commands/bench/service/post-scan.ts';
import { readScanInput } from '../../src/commands/samples/scan-inputs.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import type { SimulatedScan } from '../../src/simulator/simulate-scan.ts';
import { type BenchScan, simulateVehicle, writeBenchScans } from './bench-scans.ts';
import { unwrap } from './thread-pipeline.ts';

/** A scan as it is posted, and the files that the loops read it from. */
export interface OverheadScan {
  readonly name: string;
  readonly paths: readonly string[];
  readonly posted: PostedScan;
}

/** What technologies of one energy screen, and what those of both do, which would screen nothing else. */
export interface OverheadScans {
  readonly oneEnergy: readonly OverheadScan[];
  readonly bothEnergies: readonly OverheadScan[];
}

/** The scans of `writeBenchScans`, and the vehicle of the first with both energies, a 16-bit PNG each in one request. */
export async function writeOverheadScans(folder: string): Promise<OverheadScans> {
  const vehicle = simulateVehicle();
  return {
    oneEnergy: await Promise.all((await writeBenchScans(folder, vehicle)).map(asFile)),
    bothEnergies: [await writePair(folder, vehicle)],
  };
}

async function asFile({ name, path, contentType }: BenchScan): Promise<OverheadScan> {
  return { name, paths: [path], posted: { contentType, bytes: await readFile(path) } };
}

async function writePair(folder: string, { high, low }: SimulatedScan['planes']): Promise<OverheadScan> {
  if (low === undefined) throw new Error('the scanner of the bench has one energy');
  const paths: string[] = [];
  for (const [energy, plane] of Object.entries({ high, low })) {
    const path = join(folder, `vehicle.${energy}.png`);
    await writeFile(path, await encodeGreyPng(plane));
    paths.push(path);
  }
  const posted = await postedScan(unwrap(await readScanInput({ name: 'vehicle', paths })));
  return { name: `two 16-bit PNG ${high.widthPx}×${high.heightPx}`, paths, posted };
}
