import { binomialCdf } from '../evaluation/binomial.ts';
import { normalQuantile } from '../evaluation/normal.ts';

/** How sure the rule is that the true percentile is no higher than its estimate. LoadGen's own. */
const CONFIDENCE = 0.99;

/** Query counts are rounded up to a multiple of it, as LoadGen's are. */
const QUERY_STEP = 2 ** 13;

/** A latency percentile that the queries allow to state, or why they do not. */
export type PercentileEstimate =
  | {
      readonly state: 'estimated';
      readonly percentile: number;
      /** With 99 % confidence, the percentile is no higher. */
      readonly latencyMs: number;
      readonly queries: number;
      /** So many of the slowest queries lie above the estimate. */
      readonly discarded: number;
    }
  | {
      readonly state: 'too-few-queries';
      readonly percentile: number;
      readonly queries: number;
      /** The smallest number of queries that gives an estimate. */
      readonly needed: number;
    }
  | {
      /** More queries were refused or failed than the percentile leaves out: no time is long enough for it. */
      readonly state: 'refused';
      readonly percentile: number;
      readonly queries: number;
      readonly refused: number;
    };

/**
 * LoadGen's early stopping for single-stream latency: the t-th slowest query, where t is the largest number of queries
 * that could be slower than the percentile with a chance below 1 % were the percentile in truth slower than the t-th.
 * It is never below the observed percentile, and comes down to it as queries are added.
 *
 * MLPerf inference rules, "early stopping"; `loadgen/early_stopping.cc` states the condition as n ≥ h(t) + t.
 *
 * @param latenciesMs Infinity for a query that was refused or failed.
 * @param percentile between 0 and 1, both excluded.
 */
export function percentileEstimate(latenciesMs: readonly number[], percentile: number): PercentileEstimate {
  const queries = latenciesMs.length;
  const slower = slowerAllowed(queries, percentile);
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const latencyMs = slower < 1 ? undefined : sorted[queries - slower];
  if (latencyMs === undefined) {
    return { state: 'too-few-queries', percentile, queries, needed: queriesToPass(1, percentile) };
  }
  if (latencyMs === Number.POSITIVE_INFINITY) {
    return { state: 'refused', percentile, queries, refused: latenciesMs.filter((ms) => ms === latencyMs).length };
  }
  return { state: 'estimated', percentile, latencyMs, queries, discarded: slower - 1 };
}

/**
 * The smallest number of queries of which `slower` may exceed a latency bound while the percentile still keeps it with
 * 99 % confidence. For server scenarios: 0 slower at the 99th percentile takes 459 queries.
 */
export function queriesToPass(slower: number, percentile: number): number {
  const passes = (queries: number) => binomialCdf(slower, queries, 1 - percentile) < 1 - CONFIDENCE;
  let enough = slower + 1;
  while (!passes(enough)) enough *= 2;
  return firstThat(passes, slower + 1, enough);
}

/**
 * Queries that hold a percentile within a twentieth of its distance to 1 with 99 % confidence, rounded up: what LoadGen
 * asks for where it does not stop early. Reddi et al. (2020), table IV, doi:10.1109/ISCA45697.2020.00045.
 */
export function fixedQueries(percentile: number): { readonly queries: number; readonly rounded: number } {
  const margin = (1 - percentile) / 20;
  const z = normalQuantile(1 - (1 - CONFIDENCE) / 2);
  const queries = Math.round((z ** 2 * percentile * (1 - percentile)) / margin ** 2);
  return { queries, rounded: Math.ceil(queries / QUERY_STEP) * QUERY_STEP };
}

/**
 * So many of the queries may exceed a latency bound while the percentile still keeps it with 99 % confidence: the largest t
 * with P(X ≤ t) < 1 % where X of them are slower than the percentile. −1 where even none slower would prove nothing.
 */
export function slowerAllowed(queries: number, percentile: number): number {
  if (queries === 0) return -1;
  const isTooMany = (slower: number) => binomialCdf(slower, queries, 1 - percentile) >= 1 - CONFIDENCE;
  return firstThat(isTooMany, 0, queries) - 1;
}

/** The first whole number from `from` to `to` that holds, where all above it hold, too, and `to` does. */
function firstThat(holds: (n: number) => boolean, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
