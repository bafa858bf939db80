/** So many passes make a hole smooth that was filled from a field of half the size. */
const SMOOTHING_PASSES = 8;

/**
 * A row-major field with its hidden pixels (1) filled smoothly from those around them: first in a field of half the size,
 * and so on until nothing is hidden there, then each time refined. Takes for granted that a pixel is seen.
 */
export function fillFromAround(
  field: Float32Array,
  hidden: Uint8Array,
  widthPx: number,
  heightPx: number,
): Float32Array {
  const holes: number[] = [];
  for (let i = 0; i < hidden.length; i++) if (hidden[i] === 1) holes.push(i);
  if (holes.length === 0) return field;
  const halfWidthPx = Math.ceil(widthPx / 2);
  const halfHeightPx = Math.ceil(heightPx / 2);
  const sums = new Float32Array(halfWidthPx * halfHeightPx);
  const counts = new Uint8Array(sums.length);
  const halfOf = (i: number) => (Math.floor(i / widthPx) >> 1) * halfWidthPx + ((i % widthPx) >> 1);
  for (let i = 0; i < field.length; i++) {
    if (hidden[i] === 1) continue;
    const half = halfOf(i);
    sums[half] = (sums[half] ?? 0) + (field[i] ?? 0);
    counts[half] = (counts[half] ?? 0) + 1;
  }
  const means = sums.map((sum, half) => sum / Math.max(1, counts[half] ?? 0));
  const empty = counts.map((count) => (count === 0 ? 1 : 0));
  const coarse = fillFromAround(means, empty, halfWidthPx, halfHeightPx);
  const filled = Float32Array.from(field);
  for (const i of holes) filled[i] = coarse[halfOf(i)] ?? 0;
  for (let pass = 0; pass < SMOOTHING_PASSES; pass++) {
    for (const i of holes) filled[i] = meanOfNeighbours(filled, i, widthPx);
  }
  return filled;
}

function meanOfNeighbours(field: Float32Array, at: number, widthPx: number): number {
  const here = field[at] ?? 0;
  const x = at % widthPx;
  const left = x > 0 ? (field[at - 1] ?? here) : here;
  const right = x + 1 < widthPx ? (field[at + 1] ?? here) : here;
  return (left + right + (field[at - widthPx] ?? here) + (field[at + widthPx] ?? here)) / 4;
}
