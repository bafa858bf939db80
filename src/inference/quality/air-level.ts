import type { Plane } from '../../domain/plane.ts';
import { type Histogram, quantileOf } from './histogram.ts';

/** Exports with 16 bits put open beam at or near this reading. */
export const EXPORT_AIR_LEVEL = 60_000;

/** A crop without air may be this much darker than open beam and its brightest part still passes for it. */
const NEAREST_TO_FULL_SCALE = 0.75;

/**
 * The reading of a plane that stands for open beam (transmission 1).
 *
 * Its brightest readings, where they are bright enough to be open beam or a cargo-free wall; else the view is a tight
 * crop without air and the nominal full scale stands in: 255 on 8 bits, 60,000 on 16.
 */
export function airLevelOf(plane: Plane, histogram: Histogram): number {
  const nominal = plane.bitDepth === 8 ? 255 : EXPORT_AIR_LEVEL;
  const brightest = quantileOf(histogram, 0.99);
  return brightest >= nominal * NEAREST_TO_FULL_SCALE ? Math.min(brightest, 65_535) : nominal;
}
