import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';

/** How often each reading occurs: 256 bins for 8-bit planes, 4,096 bins of 16 readings each for 16-bit ones. */
export interface Histogram {
  readonly counts: Uint32Array;
  /** Readings that share one bin. */
  readonly binWidth: number;
  readonly total: number;
}

/** Readings of a 16-bit plane share a bin by 2⁴. */
const WORD_SHIFT = 4;

/**
 * Counts the readings inside some boxes.
 *
 * @param rowStride - 1 counts every row, 4 every fourth: enough to find a level, a quarter of the work.
 */
export function histogramOf(plane: Plane, boxes: readonly Box[], rowStride: number): Histogram {
  const counts = new Uint32Array(plane.bitDepth === 8 ? 256 : 4096);
  // Neighbours mostly share a bin, and adding to one counter twice in a row waits for memory: two take turns.
  const others = new Uint32Array(counts.length);
  let total = 0;
  for (const box of boxes) {
    for (let y = box.y; y < box.y + box.height; y += rowStride) {
      const from = y * plane.widthPx + box.x;
      if (plane.bitDepth === 8) countBytes(plane.samples, from, from + box.width, counts, others);
      else countWords(plane.samples, from, from + box.width, counts, others);
      total += box.width;
    }
  }
  for (let bin = 0; bin < counts.length; bin++) counts[bin] = (counts[bin] ?? 0) + (others[bin] ?? 0);
  return { counts, binWidth: plane.bitDepth === 8 ? 1 : 1 << WORD_SHIFT, total };
}

// The two are the same but for the type and the shift: one loop that has met both kinds of arrays
// takes twice as long for bytes.

function countBytes(samples: Uint8Array, from: number, to: number, counts: Uint32Array, others: Uint32Array): void {
  let i = from;
  for (; i + 1 < to; i += 2) {
    const bin = samples[i] ?? 0;
    const next = samples[i + 1] ?? 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
    others[next] = (others[next] ?? 0) + 1;
  }
  if (i < to) counts[samples[i] ?? 0] = (counts[samples[i] ?? 0] ?? 0) + 1;
}

function countWords(samples: Uint16Array, from: number, to: number, counts: Uint32Array, others: Uint32Array): void {
  let i = from;
  for (; i + 1 < to; i += 2) {
    const bin = (samples[i] ?? 0) >> WORD_SHIFT;
    const next = (samples[i + 1] ?? 0) >> WORD_SHIFT;
    counts[bin] = (counts[bin] ?? 0) + 1;
    others[next] = (others[next] ?? 0) + 1;
  }
  if (i < to) {
    const bin = (samples[i] ?? 0) >> WORD_SHIFT;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/** The reading in the middle of a bin. */
export function levelOf(histogram: Histogram, bin: number): number {
  return bin * histogram.binWidth + (histogram.binWidth - 1) / 2;
}

/** Share of readings in bins whose middle lies below `level`, 0…1; 0 where nothing was counted. */
export function shareBelow(histogram: Histogram, level: number): number {
  let below = 0;
  for (let bin = 0; bin < histogram.counts.length && levelOf(histogram, bin) < level; bin++) {
    below += histogram.counts[bin] ?? 0;
  }
  return histogram.total === 0 ? 0 : below / histogram.total;
}

/** The reading that `share` of all readings do not exceed, to a bin. */
export function quantileOf(histogram: Histogram, share: number): number {
  const wanted = share * histogram.total;
  let seen = 0;
  for (let bin = 0; bin < histogram.counts.length; bin++) {
    seen += histogram.counts[bin] ?? 0;
    if (seen >= wanted) return levelOf(histogram, bin);
  }
  return levelOf(histogram, histogram.counts.length - 1);
}
