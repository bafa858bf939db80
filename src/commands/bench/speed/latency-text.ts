import { counted } from '../../../domain/language/counted.ts';
import { msText } from '../../report-text/number-text.ts';
import { holdsTraffic, notHeldText } from './held-traffic.ts';
import type { ScenarioResult } from './scenario-result.ts';

type Percentile = ScenarioResult['percentiles'][number];

/** A percentile, or why there is none: never a figure that the queries do not carry. */
export function percentileText(estimate: Percentile | undefined): string {
  if (estimate === undefined) return '–';
  if (estimate.state === 'too-few-queries') return tooFewText(estimate.queries, estimate.needed);
  if (estimate.state === 'refused') return `unanswered (${estimate.refused} of ${estimate.queries})`;
  if (estimate.state === 'not-held') return NOT_HELD;
  return msText(estimate.latencyMs);
}

/** In place of a figure that would be one of how long the traffic lasted. */
export const NOT_HELD = 'not held';

/** A mean that was observed, with what it cannot be quoted without; a dash where there is none. */
export function meanLatencyText(result: ScenarioResult): string {
  if (result.meanLatencyMs === null) return '–';
  return `${msText(result.meanLatencyMs)}${holdsTraffic(result) ? '' : ` (${NOT_HELD})`}`;
}

export function tooFewText(queries: number, needed: number): string {
  return `too few queries (${queries} of ${needed})`;
}

/** `120`, or `120 (3 failed)`. */
export function queriesText({ queries, failed }: ScenarioResult): string {
  return failed === undefined ? String(queries) : `${queries} (${failed} failed)`;
}

/**
 * The highest percentile up to `atMost` that the queries carry, as a promise; how many queries it took, or that none is
 * carried.
 */
export function latencyPromise(scenarios: readonly ScenarioResult[], taktSeconds: number, atMost = 1): string {
  const result = withPercentiles(scenarios);
  if (result === undefined) return 'latency not measured';
  if (!holdsTraffic(result)) return `does not hold ${result.scenario}: ${notHeldText(result, taktSeconds)}`;
  const carried = carriedBy(result).filter(({ percentile }) => percentile <= atMost);
  const highest = carried.toSorted((a, b) => a.percentile - b.percentile).at(-1);
  if (highest === undefined) return `too few queries for a latency (${result.queries})`;
  const share = `${Number((100 * highest.percentile).toPrecision(6))} %`;
  const where = result.scenario === 'single-stream' ? '' : ` in ${result.scenario}`;
  return `${share} within ${msText(highest.latencyMs)}${where} (${counted(result.queries, 'query', 'queries')}, 99 % confidence)`;
}

/**
 * The highest percentile that the queries of all carry who carry one: a promise of half the scans is less than one of nine
 * in ten, and beside it looks better. Undefined where they share none.
 */
export function sharedPercentile(all: readonly (readonly ScenarioResult[])[]): number | undefined {
  const carried = all.map((scenarios) => carriedBy(withPercentiles(scenarios)).map(({ percentile }) => percentile));
  const [first = [], ...others] = carried.filter((percentiles) => percentiles.length > 0);
  const shared = first.filter((percentile) => others.every((percentiles) => percentiles.includes(percentile)));
  return shared.toSorted((a, b) => a - b).at(-1);
}

function withPercentiles(scenarios: readonly ScenarioResult[]): ScenarioResult | undefined {
  return scenarios.find(({ percentiles }) => percentiles.length > 0);
}

function carriedBy(result: ScenarioResult | undefined) {
  return (result?.percentiles ?? []).flatMap((estimate) => (estimate.state === 'estimated' ? [estimate] : []));
}

/** `p90`, `p99.9`. */
export function percentileName(percentile: number): string {
  return `p${Number((100 * percentile).toPrecision(6))}`;
}

/** Three digits, as `12.1`; no decimals from a thousand on. */
export function threeDigitsText(value: number): string {
  return value < 999.5 ? value.toPrecision(3) : value.toFixed(0);
}
