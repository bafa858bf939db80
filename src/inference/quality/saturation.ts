import type { Plane } from '../../domain/scan/plane.ts';
import { type Histogram, shareBelow } from './histogram.ts';

/** Readings at which 16-bit files end: 12 and 14 bits, the usual export's open beam, the type's own end. */
const FULL_SCALES_16_BIT = [4095, 16_383, 60_000, 65_535] as const;

/** Above this share of a located container's inside, the flag `saturated`: its walls alone should darken it. */
export const LARGEST_SATURATED_RATIO = 0.05;

/** Share of the readings at the end of the scale, where the detector says no more than "air or brighter", 0…1. */
export function saturatedRatioOf(plane: Plane, histogram: Histogram): number {
  if (plane.bitDepth === 8) return 1 - shareBelow(histogram, 255);
  let highest = histogram.counts.length - 1;
  while (highest > 0 && histogram.counts[highest] === 0) highest--;
  const endsThere = FULL_SCALES_16_BIT.some((fullScale) => Math.floor(fullScale / histogram.binWidth) === highest);
  return endsThere && histogram.total > 0 ? (histogram.counts[highest] ?? 0) / histogram.total : 0;
}
