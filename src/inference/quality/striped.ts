import type { Plane } from '../../domain/scan/plane.ts';

/** Rows along which neighbouring columns are compared. */
const PROBE_ROWS = 48;
/** Enough columns for a median: views with more are asked at every second, third … */
const LEAST_COLUMNS = 800;
/** Darker than this share of open beam, electronic noise hides a dose that varies by a per cent. */
const LEAST_TRANSMISSION = 0.2;
/** A ratio further from 1 than this is the edge of an object, not the dose of a pulse. */
const LARGEST_VARIATION = 0.05;
/** Fewer comparable rows than this say nothing about a column. */
const LEAST_ROWS = 12;
/** A view is striped when its typical column is off from both neighbours by this share … */
const LEAST_OFFSET = 0.004;
/** … and by this many times what the noise of single pixels leaves in a mean over the rows. */
const OF_NOISE = 2.5;

/**
 * Whether the dose varied from pulse to pulse: each column of a view is one pulse of the accelerator, so its dose
 * scales the whole column. Compares columns with the mean of their neighbours, along rows spread over the view, and
 * looks at the median over the columns; the edges of objects are few and do not move it.
 */
export function isStriped(plane: Plane, airLevel: number): boolean {
  const { widthPx, heightPx, samples } = plane;
  if (widthPx < 64 || heightPx < LEAST_ROWS) return false;
  const rows = Math.min(PROBE_ROWS, heightPx);
  const darkest = airLevel * LEAST_TRANSMISSION;
  const rowStarts = Array.from({ length: rows }, (_, row) => Math.floor(((row + 0.5) * heightPx) / rows) * widthPx);
  const columnStride = Math.max(1, Math.floor(widthPx / LEAST_COLUMNS));
  const offsets: number[] = [];
  const noises: number[] = [];
  for (let x = 1; x + 1 < widthPx; x += columnStride) {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (const start of rowStarts) {
      const mean = ((samples[start + x - 1] ?? 0) + (samples[start + x + 1] ?? 0)) / 2;
      if (mean < darkest) continue;
      const variation = (samples[start + x] ?? 0) / mean - 1;
      if (variation > LARGEST_VARIATION || variation < -LARGEST_VARIATION) continue;
      sum += variation;
      squares += variation * variation;
      count++;
    }
    if (count < LEAST_ROWS) continue;
    const offset = sum / count;
    offsets.push(Math.abs(offset));
    noises.push(Math.sqrt(Math.max(0, squares / count - offset * offset) / count));
  }
  const offset = medianOf(offsets);
  return offset >= LEAST_OFFSET && offset >= OF_NOISE * medianOf(noises);
}

function medianOf(values: number[]): number {
  return Float32Array.from(values).sort()[values.length >> 1] ?? 0;
}
