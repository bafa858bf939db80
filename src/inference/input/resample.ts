import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import { type Mixes, mixesAlong } from './mixes.ts';

/** Rows that are narrowed, or added up, in one go: a share is read once for all of them. */
const ROWS_AT_ONCE = 4;

/**
 * Resizes a box of a plane along both axes, one after the other. Each new pixel is the mean of the old ones that it
 * covers when the box shrinks, and lies linearly between its two nearest when it grows. Values stay in readings.
 */
export function resample(
  plane: Pick<Plane, 'samples' | 'widthPx'>,
  box: Box,
  toWidthPx: number,
  toHeightPx: number,
): Float32Array {
  return lower(narrow(plane, box, toWidthPx), box.height, toWidthPx, toHeightPx);
}

/** The box at its new width, rows as they are; after the last of them comes what makes them a multiple of four. */
function narrow({ samples, widthPx }: Pick<Plane, 'samples' | 'widthPx'>, box: Box, toWidthPx: number): Float32Array {
  const mixes = mixesAlong(box.width, toWidthPx);
  const narrowed = new Float32Array(toWidthPx * Math.ceil(box.height / ROWS_AT_ONCE) * ROWS_AT_ONCE);
  // One kind of numbers, whatever the plane has. Pixels beyond the end of a row are asked for with a share of 0.
  const stride = box.width + mixes.taps;
  const rows = new Float64Array(stride * ROWS_AT_ONCE);
  for (let y = 0; y < box.height; y += ROWS_AT_ONCE) {
    for (let row = 0; row < Math.min(ROWS_AT_ONCE, box.height - y); row++) {
      const from = (box.y + y + row) * widthPx + box.x;
      rows.set(samples.subarray(from, from + box.width), row * stride);
    }
    narrowRows(rows, stride, mixes, narrowed, y * toWidthPx);
  }
  return narrowed;
}

function narrowRows(rows: Float64Array, stride: number, mixes: Mixes, target: Float32Array, offset: number): void {
  // What an object holds is read anew in each step, hence the variables.
  const { firsts, shares, taps } = mixes;
  const width = firsts.length;
  for (let x = 0; x < width; x++) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    let from = firsts[x] ?? 0;
    let tap = x * taps;
    for (const end = tap + taps; tap < end; tap++, from++) {
      const share = shares[tap] ?? 0;
      first += share * (rows[from] ?? 0);
      second += share * (rows[from + stride] ?? 0);
      third += share * (rows[from + 2 * stride] ?? 0);
      fourth += share * (rows[from + 3 * stride] ?? 0);
    }
    const to = offset + x;
    target[to] = first;
    target[to + width] = second;
    target[to + 2 * width] = third;
    target[to + 3 * width] = fourth;
  }
}

/** Adds up whole rows, because neighbours of a column lie far apart in memory. */
function lower(narrowed: Float32Array, heightPx: number, widthPx: number, toHeightPx: number): Float32Array {
  const { firsts, shares, taps } = mixesAlong(heightPx, toHeightPx, ROWS_AT_ONCE);
  const resized = new Float32Array(widthPx * toHeightPx);
  const sums = new Float64Array(widthPx);
  // Below the last row only shares of 0 are asked for; its own pixels do for those.
  const startOf = (row: number) => Math.min(row, heightPx - 1) * widthPx;
  for (let y = 0; y < toHeightPx; y++) {
    sums.fill(0);
    for (let tap = 0; tap < taps; tap += ROWS_AT_ONCE) {
      const row = (firsts[y] ?? 0) + tap;
      const starts = [startOf(row), startOf(row + 1), startOf(row + 2), startOf(row + 3)] as const;
      addRows(sums, narrowed, starts, shares, y * taps + tap);
    }
    resized.set(sums, y * widthPx);
  }
  return resized;
}

type FourRows = readonly [number, number, number, number];

function addRows(sums: Float64Array, from: Float32Array, starts: FourRows, shares: Float64Array, tap: number): void {
  const width = sums.length;
  const [a, b, c, d] = starts;
  const [ofA, ofB, ofC, ofD] = [shares[tap] ?? 0, shares[tap + 1] ?? 0, shares[tap + 2] ?? 0, shares[tap + 3] ?? 0];
  for (let x = 0; x < width; x++) {
    sums[x] =
      (sums[x] ?? 0) +
      ofA * (from[a + x] ?? 0) +
      ofB * (from[b + x] ?? 0) +
      ofC * (from[c + x] ?? 0) +
      ofD * (from[d + x] ?? 0);
  }
}
