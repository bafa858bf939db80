import { type EventCount, fisherPValue } from '../../evaluation/fisher.ts';
import { independentDifference } from '../../evaluation/independent-difference.ts';
import { wilsonBounds } from '../../evaluation/rate-bounds.ts';
import type { ScenarioName } from '../../performance/traffic.ts';
import type { Speed } from '../bench/speed/speed.ts';
import type { RawChange } from './judge-changes.ts';

/**
 * The share of timed queries that failed, over all scenarios that both reports have; nothing where none did in either. It
 * gates, because latencies are of what was answered. A `server` scenario is left out: its trials are cut short by failures.
 */
export function timedFailureChanges(first: Speed, second: Speed): readonly RawChange[] {
  const [before, after] = [countsOf(first), countsOf(second)];
  const common = [...before.keys()].filter((scenario) => after.has(scenario));
  const [a, b] = [sumOver(common, before), sumOver(common, after)];
  if (a.count + b.count === 0) return [];
  const { difference, bounds } = independentDifference(bounded(b), bounded(a));
  return [
    {
      ...{ measure: 'failed when timed', unit: 'share', n: [a.n, b.n], first: a.count / a.n, second: b.count / b.n },
      ...{ effect: difference, bounds, test: 'Fisher', pValue: fisherPValue(a, b), better: 'lower', gates: true },
    },
  ];
}

function countsOf(speed: Speed): ReadonlyMap<ScenarioName, EventCount> {
  if (speed.state === 'refused') return new Map();
  const held = [...speed.scenarios, ...(speed.withheld ?? [])].filter(({ scenario }) => scenario !== 'server');
  return new Map(held.map(({ scenario, queries, failed = 0 }) => [scenario, { count: failed, n: queries }]));
}

function sumOver(scenarios: readonly ScenarioName[], counts: ReadonlyMap<ScenarioName, EventCount>): EventCount {
  const held = scenarios.flatMap((scenario) => counts.get(scenario) ?? []);
  return {
    count: held.reduce((sum, { count }) => sum + count, 0),
    n: held.reduce((sum, { n }) => sum + n, 0),
  };
}

function bounded({ count, n }: EventCount) {
  return { value: count / n, bounds: wilsonBounds(count, n) };
}
