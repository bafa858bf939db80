import { NORMAL_QUANTILE, normalQuantile, normalTail } from './normal.ts';
import { total } from './tally.ts';

/** Lower and upper end of an interval of any statistic. */
export type Interval = readonly [lower: number, upper: number];

/** The middle 95 % of the resampled values. Efron and Tibshirani (1993), ch. 13. */
export function percentileInterval(resampled: Float64Array): Interval {
  const sorted = resampled.toSorted();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

/** The statistic with each scan left out once, by kind. */
export interface LeftOut {
  readonly threats: Float64Array;
  readonly benigns: Float64Array;
}

/**
 * The bias-corrected and accelerated 95 % interval for two independent samples: the percentiles are moved by how far the
 * resampled values lie to one side of the observed one, and by how their spread changes with the value. The percentile
 * interval where that cannot be said (all resampled values on one side, or nothing changes with any scan).
 *
 * Efron (1987), doi:10.1080/01621459.1987.10478410; the acceleration of several samples as in scipy.stats.bootstrap.
 */
export function bcaInterval(resampled: Float64Array, observed: number, leftOut: LeftOut): Interval {
  const sorted = resampled.toSorted();
  let below = 0;
  for (const value of sorted) below += value < observed ? 1 : value === observed ? 0.5 : 0;
  const acceleration = accelerationOf(leftOut);
  if (below === 0 || below === sorted.length || acceleration === null) return percentileInterval(sorted);
  const bias = normalQuantile(below / sorted.length);
  const end = (z: number) => {
    const moved = bias + (bias + z) / (1 - acceleration * (bias + z));
    return quantile(sorted, 1 - normalTail(moved));
  };
  return [end(-NORMAL_QUANTILE), end(NORMAL_QUANTILE)];
}

function accelerationOf({ threats, benigns }: LeftOut): number | null {
  const [cubesOfThreats, squaresOfThreats] = influence(threats);
  const [cubesOfBenigns, squaresOfBenigns] = influence(benigns);
  const squares = squaresOfThreats + squaresOfBenigns;
  return squares > 0 ? (cubesOfThreats + cubesOfBenigns) / (6 * squares ** 1.5) : null;
}

/** Sums of the cubes and of the squares of what each scan adds to the statistic. */
function influence(leftOut: Float64Array): [cubes: number, squares: number] {
  const n = leftOut.length;
  const mean = total(leftOut) / n;
  let cubes = 0;
  let squares = 0;
  for (const value of leftOut) {
    const added = ((n - 1) * (mean - value)) / n;
    cubes += added ** 3;
    squares += added ** 2;
  }
  return [cubes, squares];
}

/** The quantile of ascending values, linear between neighbours (type 7 of Hyndman and Fan 1996), as in NumPy and R. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const lower = sorted[Math.floor(place)] ?? Number.NaN;
  const upper = sorted[Math.ceil(place)] ?? lower;
  return lower + (upper - lower) * (place - Math.floor(place));
}
