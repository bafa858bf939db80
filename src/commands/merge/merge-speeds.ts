import { boundedGeometricMean } from '../../performance/geometric-mean.ts';
import { mergeLatencyHistograms } from '../../performance/latency-histogram.ts';
import { LEAST_ROUNDS } from '../../performance/speed-ratio.ts';
import { SCENARIOS, type ScenarioName } from '../../performance/traffic.ts';
import { LEAST_MS } from '../../performance/two-run-ratio.ts';
import { holdsTraffic } from '../bench/speed/held-traffic.ts';
import type { ScenarioResult } from '../bench/speed/scenario-result.ts';
import { plannedText } from '../bench/speed/scenario-text.ts';
import type { TechnologyAtPort } from './group-technologies.ts';
import type { MergedTechnology, ThroughputAtPort } from './merged-report.ts';

/** Scenarios that ask how much a machine gets through. */
const THROUGHPUT_SCENARIOS: readonly ScenarioName[] = ['offline', 'server'];

/** Latencies of all ports added up, scenario by scenario, beside those of each port on its machine. */
export function mergeLatencies(members: readonly TechnologyAtPort[]): MergedTechnology['latencies'] {
  return SCENARIOS.flatMap((scenario) => {
    const byPort = resultsOf(members, scenario).flatMap(({ port, traffic, result }) =>
      result.latencies === null
        ? []
        : [
            {
              ...{ port, traffic, ...queriesOf(result) },
              ...{ classes: result.latencies, withinTakt: result.withinTakt },
              ...(!holdsTraffic(result) && { held: false as const }),
            },
          ],
    );
    if (byPort.length === 0) return [];
    return [{ scenario, byPort, all: [...mergeLatencyHistograms(byPort.map(({ classes }) => classes))] }];
  });
}

/** What each port's machine gets through, with bounds over its rounds. Nothing is added up: a sum is no machine's. */
export function throughputByPort(members: readonly TechnologyAtPort[]): MergedTechnology['throughput'] {
  return THROUGHPUT_SCENARIOS.flatMap((scenario) => {
    const byPort = resultsOf(members, scenario).map(
      ({ port, traffic, result }): ThroughputAtPort => ({
        ...{ port, traffic, workers: result.workers, rounds: result.rounds, ...queriesOf(result) },
        ...scansPerSecond(result.msPerScanByRound.map((ms) => 1000 / Math.max(ms, LEAST_MS))),
      }),
    );
    return byPort.length === 0 ? [] : [{ scenario, byPort }];
  });
}

function scansPerSecond(rates: readonly number[]): Pick<ThroughputAtPort, 'scansPerSecond' | 'bounds'> {
  const [first] = rates;
  if (first === undefined) return { scansPerSecond: null, bounds: null };
  if (rates.length === 1) return { scansPerSecond: first, bounds: null };
  const { mean, bounds } = boundedGeometricMean(rates);
  return { scansPerSecond: mean, bounds: rates.length < LEAST_ROUNDS ? null : bounds };
}

function queriesOf({
  queries,
  failed = 0,
  openLoop,
}: ScenarioResult): Pick<ThroughputAtPort, 'queries' | 'unanswered'> {
  const refused = openLoop?.refused ?? 0;
  return { queries, ...(failed + refused > 0 && { unanswered: { failed, refused } }) };
}

/** A sentence for each scenario in which queries failed at a port. What was refused stands beside its figures. */
export function timedFailureNotes({ label, latencies, throughput }: MergedTechnology): readonly string[] {
  const scenarios = [...new Set([...latencies, ...throughput].map(({ scenario }) => scenario))];
  return scenarios.flatMap((scenario) => {
    const at = [...latencies, ...throughput].find((other) => other.scenario === scenario)?.byPort ?? [];
    const failing = at.flatMap(({ port, queries, unanswered }) =>
      unanswered === undefined || unanswered.failed === 0 ? [] : [`${port}: ${unanswered.failed} of ${queries}`],
    );
    if (failing.length === 0) return [];
    return [
      `${label}, ${scenario}: queries failed while it was timed (${failing.join('; ')}); they count as later than any time.`,
    ];
  });
}

/** A sentence for each scenario that ports measured under traffic of their own. */
export function trafficNotes({ label, latencies, throughput }: MergedTechnology): readonly string[] {
  const scenarios = [...new Set([...latencies, ...throughput].map(({ scenario }) => scenario))];
  return scenarios.flatMap((scenario) => {
    const all = [...latencies, ...throughput].find((other) => other.scenario === scenario)?.byPort ?? [];
    if (new Set(all.map(({ traffic }) => traffic)).size < 2) return [];
    const each = all.map(({ port, traffic }) => `${port}: ${traffic}`).join('; ');
    return [`${label}, ${scenario}: the ports measured under unlike traffic (${each}): compare no port with another.`];
  });
}

interface PortResult {
  readonly port: string;
  readonly traffic: string;
  readonly result: ScenarioResult;
}

function resultsOf(members: readonly TechnologyAtPort[], scenario: ScenarioName): readonly PortResult[] {
  return members.flatMap(({ port, plan, reported: { speed } }) => {
    if (speed.state === 'refused') return [];
    const result = speed.scenarios.find((other) => other.scenario === scenario);
    const planned = plan.scenarios.find((other) => other.scenario === scenario);
    if (result === undefined || planned === undefined) return [];
    return [{ port, traffic: plannedText(planned, plan), result }];
  });
}
