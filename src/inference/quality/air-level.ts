import type { Plane } from '../../domain/scan/plane.ts';
import { type Histogram, levelOf, quantileOf } from './histogram.ts';

/** Exports with 16 bits put open beam at or near this reading. */
const EXPORT_AIR_LEVEL = 60_000;
/** Display pictures put it at white. */
const DISPLAY_AIR_LEVEL = 255;
/** Some scanners store 12 or 14 bits in a 16-bit file; then white is here. */
const FEWER_BITS_FULL_SCALES = [4095, 16_383] as const;

/** The brightest readings, without the few that noise or bright dead pixels put above them. */
const BRIGHTEST_SHARE = 0.995;
/** A bright mode this near to the nominal level is open beam: the walls of an empty container let less through. */
const NEAR_NOMINAL = 0.94;
/** Half width of the window in which the mode's readings are counted, as a share of the level. */
const MODE_HALF_WIDTH = 0.01;

/**
 * The reading of a plane that stands for open beam (transmission 1).
 *
 * The mean of the commonest among the brightest readings, where it lies within 6 % of the nominal level (255 on 8 bits, 60,000 on
 * 16) or above. Otherwise the view is a tight crop that shows no air, and the nominal level stands in: an empty
 * container's walls must not pass for air. A 16-bit plane whose readings end in the upper half of 12 or 14 bits was
 * stored with those, and their full scale is its nominal level.
 */
export function airLevelOf(plane: Plane, histogram: Histogram): number {
  const brightest = quantileOf(histogram, BRIGHTEST_SHARE);
  const nominal = plane.bitDepth === 8 ? DISPLAY_AIR_LEVEL : nominalOf16Bits(brightest);
  if (brightest < nominal * NEAR_NOMINAL) return nominal;
  return brightModeOf(histogram, nominal * NEAR_NOMINAL);
}

function nominalOf16Bits(brightest: number): number {
  return (
    FEWER_BITS_FULL_SCALES.find((fullScale) => brightest <= fullScale && brightest > fullScale / 2) ?? EXPORT_AIR_LEVEL
  );
}

/** The mean of the readings in the fullest window from `lowest` up. */
function brightModeOf(histogram: Histogram, lowest: number): number {
  const { counts, binWidth } = histogram;
  const halfBins = Math.round((lowest * MODE_HALF_WIDTH) / binWidth);
  let most = 0;
  let mode = lowest;
  for (let middle = Math.floor(lowest / binWidth); middle < counts.length; middle++) {
    let count = 0;
    let sum = 0;
    for (let bin = middle - halfBins; bin <= middle + halfBins; bin++) {
      const here = counts[bin] ?? 0;
      count += here;
      sum += here * levelOf(histogram, bin);
    }
    if (count > most) {
      most = count;
      mode = sum / count;
    }
  }
  return mode;
}
