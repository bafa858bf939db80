import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plane } from '../domain/plane.ts';
import type { Sample, Truth } from '../domain/sample.ts';
import { encodeGreyPng } from '../formats/encode-png.ts';
import { SIMULATOR_VERSION, type SimulatedScan } from '../simulator/simulate-scan.ts';

/** Writes a simulated scan's pictures into a sample set's folder, and returns its line. */
export async function writeSimulatedScan(
  folder: string,
  id: string,
  split: string,
  scan: SimulatedScan,
): Promise<Sample> {
  await mkdir(path.join(folder, id), { recursive: true });
  const high = `${id}/side.high.png`;
  const low = `${id}/side.low.png`;
  await writePicture(folder, high, scan.planes.high);
  await writePicture(folder, low, scan.planes.low);
  return {
    id,
    views: { side: { high, low } },
    truth: await writeTruth(folder, id, scan),
    containers: { side: scan.containers },
    cargo: scan.cargo,
    scanner: scan.scanner,
    provenance: {
      simulator: 'scanbench',
      version: SIMULATOR_VERSION,
      seed: scan.seed,
      planesSha256: { 'side.high': hashPlane(scan.planes.high), 'side.low': hashPlane(scan.planes.low) },
    },
    split,
  };
}

/** SHA-256 over the decoded pixels, row by row, 16 bit little-endian: it does not depend on how a PNG was packed. */
export function hashPlane(plane: Plane): string {
  const bytes = Buffer.alloc(plane.samples.length * 2);
  for (let index = 0; index < plane.samples.length; index++) bytes.writeUInt16LE(plane.samples[index] ?? 0, index * 2);
  return createHash('sha256').update(bytes).digest('hex');
}

async function writeTruth(folder: string, id: string, scan: SimulatedScan): Promise<Truth> {
  if (scan.threat === null) return 'benign';
  const { mask, box, massKg, category, place } = scan.threat;
  const file = `masks/${id}.side.png`;
  await mkdir(path.join(folder, 'masks'), { recursive: true });
  await writePicture(folder, file, mask);
  return { threat: { category, massKg, place, boxes: { side: box }, masks: { side: file } } };
}

async function writePicture(folder: string, relative: string, plane: Plane): Promise<void> {
  await writeFile(path.join(folder, relative), await encodeGreyPng(plane, 'small'));
}
