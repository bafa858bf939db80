import type { Rate } from '../domain/rate.ts';
import { type Interval, percentileInterval } from './bootstrap-interval.ts';
import { benignsToLimit } from './compare-pd.ts';
import type { RankedScores } from './ranked-scores.ts';
import { rateOf } from './rates.ts';
import { eachResample } from './resample.ts';
import { ruleWithin } from './roc.ts';
import { emptyTally, refillTally, tallyOf } from './tally.ts';

export interface OperatingCurveOptions {
  /** The false-alarm limits to read the curve at, 0…1. */
  readonly pfaLimits: readonly number[];
  readonly seed: number;
  readonly resamples?: number;
}

/** What a technology could do within one false-alarm limit, on the very scans that the threshold was read from. */
export interface OperatingCurvePoint {
  readonly pfaLimit: number;
  /** Scores at or above it alarm; null where no threshold keeps the limit and has a hit. */
  readonly threshold: number | null;
  /** Observed, with exact bounds. */
  readonly pfa: Rate;
  /** Observed, with exact bounds that take the threshold as given. */
  readonly pd: Rate;
  /**
   * 95 % of Pd had other scans been drawn and the threshold been read anew from them (stratified bootstrap). Where none or
   * all of the threats are found, resamples show nothing else: there it reaches as far as the exact bounds. Below
   * 1 / limit − 1 benign scans, of which no threshold can be said to keep the limit, it reaches down to 0: a resample
   * knows of no benign scan above the highest one seen.
   */
  readonly pdBand: Interval;
}

const RESAMPLES = 2000;

/**
 * Pd by Pfa with bands: at each limit the best rule that the observed false alarms allow, and never a point between two
 * rules. Optimistic where a threshold fixed beforehand is meant: use `chooseThreshold` and `detectionRates` for that.
 * Null without a threat or without a benign scan.
 */
export function operatingCurve(
  scores: RankedScores,
  { pfaLimits, seed, resamples = RESAMPLES }: OperatingCurveOptions,
): readonly OperatingCurvePoint[] | null {
  const threats = scores.threatLevels.length;
  const benigns = scores.benignLevels.length;
  if (threats === 0 || benigns === 0) return null;
  const resampled = pfaLimits.map(() => new Float64Array(resamples));
  const drawn = emptyTally(scores.values.length);
  eachResample({ threats, benigns, resamples, seed }, (weights, resample) => {
    refillTally(drawn, scores, weights);
    for (const [i, pfaLimit] of pfaLimits.entries()) {
      const pds = resampled[i];
      if (pds !== undefined) pds[resample] = ruleWithin(drawn, pfaLimit).hits / threats;
    }
  });
  const observed = tallyOf(scores);
  return pfaLimits.map((pfaLimit, i) => {
    const { level, hits, falseAlarms } = ruleWithin(observed, pfaLimit);
    const pd = rateOf(hits, threats);
    return {
      pfaLimit,
      threshold: level === null ? null : (scores.values[level] ?? null),
      pfa: rateOf(falseAlarms, benigns),
      pd,
      pdBand: bandOf(percentileInterval(resampled[i] ?? new Float64Array()), pd, { pfaLimit, benigns }),
    };
  });
}

/** Where every benign scan may alarm, all threats are found whatever the scans. */
function bandOf(
  [lower, upper]: Interval,
  { count, n, bounds }: Rate,
  { pfaLimit, benigns }: { readonly pfaLimit: number; readonly benigns: number },
): Interval {
  if (pfaLimit >= 1) return [lower, upper];
  const least = benigns < benignsToLimit(pfaLimit) ? 0 : count === n ? Math.min(lower, bounds[0]) : lower;
  return [least, count === 0 ? Math.max(upper, bounds[1]) : upper];
}
