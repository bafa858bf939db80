import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plane } from '../../src/domain/plane.ts';
import { encodeDisplayJpeg } from '../../src/formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';

/** A scan file that the bench posts and loops. */
export interface BenchScan {
  readonly name: string;
  readonly path: string;
  readonly contentType: string;
}

const SEED = 20_001;

/** The same two scans on every machine: a 20-ft container as 16-bit PNG of about 1 MB, a 40-ft one as 8-bit JPEG. */
export async function writeBenchScans(folder: string): Promise<readonly BenchScan[]> {
  const short = highPlane('20ft');
  const long = highPlane('40ft');
  return Promise.all([
    writeScan(folder, '16-bit PNG', short, 'short.png', 'image/png', await encodeGreyPng(short)),
    writeScan(folder, '8-bit JPEG', long, 'long.jpg', 'image/jpeg', await encodeDisplayJpeg(long)),
  ]);
}

function highPlane(container: '20ft' | '40ft'): Plane {
  const wishes = { cargo: 'palletised-boxes', containers: [container], vehicle: false, threat: null } as const;
  return simulateScan({ seed: SEED, scanner: 'gate-6-4', ...wishes }).planes.high;
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
