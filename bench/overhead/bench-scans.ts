import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plane } from '../../src/domain/scan/plane.ts';
import { encodeDisplayJpeg } from '../../src/formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';

/** A scan file that the bench posts and loops. */
export interface BenchScan {
  readonly name: string;
  readonly path: string;
  readonly contentType: string;
}

const WISHES = { seed: 20_002, cargo: 'palletised-boxes', threat: null } as const;

/** The same two scans on every machine: a whole vehicle as 16-bit PNG of about 1 MB, a container as 8-bit JPEG. */
export async function writeBenchScans(
  folder: string,
  { high: readings } = simulateVehicle(),
): Promise<readonly [png: BenchScan, jpeg: BenchScan]> {
  const container = { ...WISHES, scanner: 'gate-6-4', containers: ['40ft'], vehicle: false } as const;
  const display = simulateScan(container).planes.high;
  return Promise.all([
    writeScan(folder, '16-bit PNG', readings, 'vehicle.png', 'image/png', await encodeGreyPng(readings)),
    writeScan(folder, '8-bit JPEG', display, 'container.jpg', 'image/jpeg', await encodeDisplayJpeg(display)),
  ]);
}

/** The vehicle, in both energies of its scanner. */
export function simulateVehicle() {
  const vehicle = { ...WISHES, scanner: 'gate-6-4-compact', containers: ['40ft-high-cube'], vehicle: true } as const;
  return simulateScan(vehicle).planes;
}

async function writeScan(
  folder: string,
  format: string,
  { widthPx, heightPx }: Plane,
  fileName: string,
  contentType: string,
  bytes: Uint8Array,
): Promise<BenchScan> {
  const path = join(folder, fileName);
  await writeFile(path, bytes);
  return { name: `${format} ${widthPx}×${heightPx}`, path, contentType };
}
