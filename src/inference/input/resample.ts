import type { Box } from '../../domain/box.ts';
import type { Plane } from '../../domain/plane.ts';

/**
 * Resizes a box of a plane along both axes, one after the other. Each new pixel is the mean of the old ones that it
 * covers when the box shrinks, and lies linearly between its two nearest when it grows. Values stay in readings.
 */
export function resample(
  { samples, widthPx }: Pick<Plane, 'samples' | 'widthPx'>,
  box: Box,
  toWidthPx: number,
  toHeightPx: number,
): Float32Array {
  const { width, height } = box;
  const across = mixesAlong(width, toWidthPx);
  const narrowed = new Float32Array(toWidthPx * height);
  for (let y = 0; y < height; y++) {
    const row = (box.y + y) * widthPx + box.x;
    for (let x = 0; x < toWidthPx; x++) {
      const { first, shares } = across[x] ?? NO_MIX;
      const from = row + first;
      let sum = 0;
      for (let i = 0; i < shares.length; i++) sum += (shares[i] ?? 0) * (samples[from + i] ?? 0);
      narrowed[y * toWidthPx + x] = sum;
    }
  }
  // Whole rows are added up, because neighbours of a column lie far apart in memory.
  const resized = new Float32Array(toWidthPx * toHeightPx);
  const sums = new Float64Array(toWidthPx);
  for (const [y, { first, shares }] of mixesAlong(height, toHeightPx).entries()) {
    sums.fill(0);
    for (let i = 0; i < shares.length; i++) {
      const share = shares[i] ?? 0;
      const from = (first + i) * toWidthPx;
      for (let x = 0; x < toWidthPx; x++) sums[x] = (sums[x] ?? 0) + share * (narrowed[from + x] ?? 0);
    }
    resized.set(sums, y * toWidthPx);
  }
  return resized;
}

/** What a new pixel is made of along one axis: old pixels from `first` on, with shares that add up to 1. */
interface Mix {
  readonly first: number;
  readonly shares: Float64Array;
}

const NO_MIX: Mix = { first: 0, shares: new Float64Array(0) };

function mixesAlong(length: number, toLength: number): readonly Mix[] {
  const scale = length / toLength;
  const reach = Math.max(0.5, scale / 2);
  return Array.from({ length: toLength }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const lowest = Math.floor(centre - reach);
    const first = Math.max(0, lowest);
    const last = Math.min(length - 1, Math.ceil(centre + reach) - 1);
    const shares = new Float64Array(last - first + 1);
    for (let at = lowest; at < centre + reach; at++) {
      // The overlap of two boxes when shrinking; when growing, boxes of one pixel make this the linear weight.
      const share = (Math.min(at + 1, centre + reach) - Math.max(at, centre - reach)) / (2 * reach);
      const to = Math.min(last, Math.max(first, at)) - first;
      shares[to] = (shares[to] ?? 0) + share;
    }
    return { first, shares };
  });
}
