import type { ScenarioResult } from './report.ts';

type Percentile = ScenarioResult['percentiles'][number];

/** A percentile, or why there is none: never a figure that the queries do not carry. */
export function percentileText(estimate: Percentile | undefined): string {
  if (estimate === undefined) return '–';
  if (estimate.state === 'too-few-queries') return `too few queries (${estimate.queries} of ${estimate.needed})`;
  return msText(estimate.latencyMs);
}

/** `p90`, `p99.9`. */
export function percentileName(percentile: number): string {
  return `p${Number((100 * percentile).toPrecision(6))}`;
}

export function msText(ms: number): string {
  return `${ms < 100 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

export function rateText(perSecond: number): string {
  return perSecond.toPrecision(3);
}
