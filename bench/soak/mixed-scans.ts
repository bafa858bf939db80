import { Buffer } from 'node:buffer';
import type { Plane } from '../../src/domain/scan/plane.ts';
import { encodeDisplayJpeg } from '../../src/formats/encode-jpeg.ts';
import { encodeGreyPng } from '../../src/formats/encode-png.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';
import { plainTiff } from './plain-tiff.ts';

/** A body that is posted, and the status that it must be answered with when its sender waits for the answer. */
export interface MixedBody {
  readonly contentType: string;
  readonly body: Buffer;
  readonly expectedStatus: 201 | 422;
}

/** How often each occurs among a hundred. */
export type Weighted<Value> = readonly (readonly [value: Value, weight: number])[];

/** Width and height, from a van to the largest scan that a gate sends. */
const SIZES: Weighted<readonly [widthPx: number, heightPx: number]> = [
  [[640, 256], 35],
  [[1280, 480], 30],
  [[1638, 481], 20],
  [[2488, 667], 10],
  [[4096, 1024], 5],
];

const SEED = 20_004;

/** Scans of every size in every format with how often each is sent: 16-bit PNG and TIFF, 8-bit JPEG. */
export async function goodScans(): Promise<Weighted<MixedBody>> {
  const scans: [MixedBody, number][] = [];
  const vehicle = simulated();
  for (const [[widthPx, heightPx], weight] of SIZES) {
    const plane = stretched(vehicle, widthPx, heightPx);
    const good = (contentType: string, bytes: Uint8Array): MixedBody => ({
      contentType,
      body: Buffer.from(bytes),
      expectedStatus: 201,
    });
    scans.push([good('image/png', await encodeGreyPng(plane)), weight * 0.5]);
    scans.push([good('image/jpeg', await encodeDisplayJpeg(plane)), weight * 0.3]);
    scans.push([good('image/tiff', plainTiff(plane)), weight * 0.2]);
  }
  return scans;
}

/** Scans of 4096 × 1024 pixels alone: what a worker needs at most. */
export async function largeScans(): Promise<Weighted<MixedBody>> {
  const body = Buffer.from(await encodeGreyPng(stretched(simulated(), 4096, 1024)));
  return [[{ contentType: 'image/png', body, expectedStatus: 201 }, 100]];
}

/** Files that cannot be read: cut off in the middle, text, nothing. */
export async function badScans(): Promise<Weighted<MixedBody>> {
  const png = Buffer.from(await encodeGreyPng(stretched(simulated(), 1280, 480)));
  const bad = (contentType: string, body: Buffer): MixedBody => ({ contentType, body, expectedStatus: 422 });
  return [
    [bad('image/png', png.subarray(0, png.length >> 1)), 50],
    [bad('image/png', Buffer.from('no picture at all')), 30],
    [bad('image/jpeg', Buffer.alloc(0)), 20],
  ];
}

/** Draws one, given a number that is uniform in (0, 1). */
export function drawn<Value>(weighted: Weighted<Value>, unit: number): Value {
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  let left = unit * total;
  for (const [value, weight] of weighted) {
    left -= weight;
    if (left < 0) return value;
  }
  const last = weighted.at(-1);
  if (last === undefined) throw new Error('there is nothing to draw from');
  return last[0];
}

function simulated(): Plane {
  return simulateScan({
    seed: SEED,
    cargo: 'palletised-boxes',
    threat: null,
    scanner: 'gate-6-4-compact',
    containers: ['40ft-high-cube'],
    vehicle: true,
  }).planes.high;
}

/** The same picture in another size: each pixel is the nearest one. */
function stretched(plane: Plane, widthPx: number, heightPx: number): Plane {
  const samples = new Uint16Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor((y * plane.heightPx) / heightPx) * plane.widthPx;
    for (let x = 0; x < widthPx; x++) {
      samples[y * widthPx + x] = plane.samples[row + Math.floor((x * plane.widthPx) / widthPx)] ?? 0;
    }
  }
  return { widthPx, heightPx, bitDepth: 16, samples };
}
