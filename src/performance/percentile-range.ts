import { binomialCdf } from '../evaluation/binomial.ts';
import { percentileEstimate } from './early-stopping.ts';

/** Each limit errs with a chance below it: LoadGen's 99 % on either side. */
const ERROR = 0.01;

/** Where a percentile of independent latencies lies. */
export interface PercentileRange {
  /** With 99 % confidence, the percentile is no lower; null where the queries are too few to say. */
  readonly lowerMs: number | null;
  /** By nearest rank: what was seen. */
  readonly observedMs: number;
  /** With 99 % confidence, the percentile is no higher (early stopping); null where the queries are too few to say. */
  readonly upperMs: number | null;
  readonly queries: number;
}

/**
 * A percentile between two order statistics, whatever the distribution. The upper one is LoadGen's early stopping, the
 * lower one the largest that could lie above the percentile with a chance below 1 %. Conover, Practical Nonparametric
 * Statistics, 3rd ed. (1999), section 3.2.
 *
 * @param latenciesMs at least one.
 * @param percentile between 0 and 1, both excluded.
 */
export function percentileRange(latenciesMs: readonly number[], percentile: number): PercentileRange {
  const queries = latenciesMs.length;
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const observedMs = sorted[Math.max(0, Math.ceil(percentile * queries) - 1)];
  if (observedMs === undefined) throw new RangeError('no percentile comes from no query');
  let below = 0;
  while (below < queries && binomialCdf(below, queries, percentile) < ERROR) below++;
  const upper = percentileEstimate(latenciesMs, percentile);
  return {
    lowerMs: sorted[below - 1] ?? null,
    observedMs,
    upperMs: upper.state === 'estimated' ? upper.latencyMs : null,
    queries,
  };
}
