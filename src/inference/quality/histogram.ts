import type { Box } from '../../domain/box.ts';
import type { Plane } from '../../domain/plane.ts';

/** How often each grey value occurs: 256 bins for 8-bit planes, 4,096 (16 readings each) for 16-bit ones. */
export interface Histogram {
  readonly counts: Uint32Array;
  /** Readings that share one bin. */
  readonly binWidth: number;
  readonly total: number;
}

/** Counts every reading inside `box`, in one pass. */
export function histogramOf(plane: Plane, box: Box): Histogram {
  const shift = plane.bitDepth === 8 ? 0 : 4;
  const counts = new Uint32Array(plane.bitDepth === 8 ? 256 : 4096);
  const { samples, widthPx } = plane;
  for (let y = box.y; y < box.y + box.height; y++) {
    const rowEnd = y * widthPx + box.x + box.width;
    for (let i = y * widthPx + box.x; i < rowEnd; i++) {
      const bin = (samples[i] ?? 0) >> shift;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return { counts, binWidth: 1 << shift, total: box.width * box.height };
}

/** Share of readings in bins that lie wholly below `level`, 0…1. */
export function shareBelow(histogram: Histogram, level: number): number {
  const bins = Math.min(histogram.counts.length, Math.floor(level / histogram.binWidth));
  let below = 0;
  for (let bin = 0; bin < bins; bin++) below += histogram.counts[bin] ?? 0;
  return histogram.total === 0 ? 0 : below / histogram.total;
}

/** The reading below which `share` of all readings lie (the upper edge of its bin). */
export function quantileOf(histogram: Histogram, share: number): number {
  const wanted = share * histogram.total;
  let seen = 0;
  for (let bin = 0; bin < histogram.counts.length; bin++) {
    seen += histogram.counts[bin] ?? 0;
    if (seen >= wanted) return (bin + 1) * histogram.binWidth - 1;
  }
  return histogram.counts.length * histogram.binWidth - 1;
}
