import { bcaInterval, type Interval, percentileInterval } from './bootstrap-interval.ts';
import type { RankedScores } from './ranked-scores.ts';
import { eachResample, type ResampleOptions } from './resample.ts';
import { emptyTally, refillTally, type Tally, type Weights } from './tally.ts';

/** A number about weighted scans; null where there is none. Differences of two statistics make paired comparisons. */
export type Statistic = (weights: Weights) => number | null;

export interface BootstrapOptions extends Omit<ResampleOptions, 'resamples'> {
  readonly resamples?: number;
  /** `bca` corrects for skew, at the price of one more evaluation for each scan. */
  readonly method?: 'percentile' | 'bca';
}

/** A statistic of the scans as they are, and how much it would vary had others of their kind been drawn. */
export interface Bootstrapped {
  readonly observed: number;
  readonly standardError: number;
  /** 95 %. */
  readonly bounds: Interval;
  readonly resamples: number;
}

const RESAMPLES = 2000;

/**
 * The stratified bootstrap (2,000 resamples unless told): as many threats and benign scans as there are, drawn with
 * replacement from each kind apart. Null where the statistic has no value for the scans or for a resample of them.
 */
export function bootstrap(
  statistic: Statistic,
  { threats, benigns, seed, resamples = RESAMPLES, method = 'percentile' }: BootstrapOptions,
): Bootstrapped | null {
  const once = { threats: new Float64Array(threats).fill(1), benigns: new Float64Array(benigns).fill(1) };
  const observed = statistic(once);
  if (observed === null) return null;
  const resampled = new Float64Array(resamples);
  eachResample({ threats, benigns, resamples, seed }, (weights, resample) => {
    resampled[resample] = statistic(weights) ?? Number.NaN;
  });
  if (resampled.some(Number.isNaN)) return null;
  const bounds =
    method === 'bca' ? bcaInterval(resampled, observed, leaveOneOut(statistic, once)) : percentileInterval(resampled);
  return { observed, standardError: standardDeviation(resampled), bounds, resamples };
}

/** A statistic of ranked scores from a measure of their tally, such as `aurocOfTally` or `averagePrecision`. */
export function statisticOf(scores: RankedScores, measure: (tally: Tally) => number | null): Statistic {
  const tally = emptyTally(scores.values.length);
  return (weights) => {
    refillTally(tally, scores, weights);
    return measure(tally);
  };
}

function leaveOneOut(statistic: Statistic, once: { threats: Float64Array; benigns: Float64Array }) {
  const without = (weights: Float64Array) =>
    weights.map((_, i) => {
      weights[i] = 0;
      const value = statistic(once) ?? Number.NaN;
      weights[i] = 1;
      return value;
    });
  return { threats: without(once.threats), benigns: without(once.benigns) };
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
