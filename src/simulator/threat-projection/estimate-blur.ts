import type { LinearReadings } from './linear-readings.ts';

/** Variance of a scanner's line spread in px², along and across the rows. */
export interface Blur {
  readonly along: number;
  readonly across: number;
  /** False where the scan showed too few sharp edges, and a usual blur stands in. */
  readonly isMeasured: boolean;
}

/** Steps smaller than this share of the open beam are texture, not edges. */
const LEAST_STEP = 0.12;
/** Pixels on each side of an edge in which its profile is looked at. */
const REACH_PX = 3;
const LEAST_EDGES = 40;
/** Edges of goods are slanted or round, which only ever widens them: the sharpest show the scanner. */
const SHARPEST_QUANTILE = 0.1;
/** An edge that falls somewhere within a pixel is widened by it: of the sharpest tenth, by this in the mean. */
const WITHIN_PIXEL = 0.03;
/** A usual blur of about one pixel, full width at half maximum 1.3 px. */
const USUAL_VARIANCE = 0.3;
const LARGEST_VARIANCE = 2;

/** How sharply the scan itself shows its sharpest edges (steel posts, frames): the width of their gradient. */
export function estimateBlur(readings: LinearReadings): Blur {
  const along = sharpestEdges(readings, 1, readings.widthPx, readings.widthPx, readings.heightPx);
  const across = sharpestEdges(readings, readings.widthPx, 1, readings.heightPx, readings.widthPx);
  return {
    along: along ?? across ?? USUAL_VARIANCE,
    across: across ?? along ?? USUAL_VARIANCE,
    isMeasured: along !== null && across !== null,
  };
}

/** Walks lines `length` pixels long, `step` apart from pixel to pixel and `stride` from line to line. */
function sharpestEdges(
  { values, airLevel }: LinearReadings,
  step: number,
  stride: number,
  length: number,
  lines: number,
): number | null {
  const widths: number[] = [];
  const least = LEAST_STEP * airLevel;
  for (let line = 0; line < lines; line += 2) {
    for (let at = REACH_PX + 1; at + REACH_PX + 1 < length; at++) {
      const base = line * stride + at * step;
      const rise = (values[base + step] ?? 0) - (values[base] ?? 0);
      if (Math.abs(rise) < least / 3) continue;
      const width = widthOfEdge(values, base, step, rise, least);
      if (width !== null) widths.push(width);
    }
  }
  if (widths.length < LEAST_EDGES) return null;
  widths.sort((a, b) => a - b);
  const width = widths[Math.floor(widths.length * SHARPEST_QUANTILE)] ?? USUAL_VARIANCE;
  return Math.min(LARGEST_VARIANCE, Math.max(0, width - WITHIN_PIXEL));
}

/** Second moment of the gradient around an edge, or null where this is no edge, or not its steepest place. */
function widthOfEdge(values: Float32Array, base: number, step: number, rise: number, least: number): number | null {
  let [sum, first, second] = [0, 0, 0];
  for (let offset = -REACH_PX; offset <= REACH_PX; offset++) {
    const here = base + offset * step;
    const gradient = ((values[here + step] ?? 0) - (values[here] ?? 0)) * Math.sign(rise);
    if (gradient > Math.abs(rise)) return null;
    if (gradient < -0.03 * least) return null;
    sum += gradient;
    first += gradient * offset;
    second += gradient * offset * offset;
  }
  if (sum < least) return null;
  const mean = first / sum;
  return Math.abs(mean) > 0.6 ? null : second / sum - mean * mean;
}
