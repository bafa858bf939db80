import { LEAST_ROUNDS } from '../../performance/speed-ratio.ts';
import type { Plan } from '../bench/plan/plan.ts';
import { holdsTraffic } from '../bench/speed/held-traffic.ts';
import type { ScenarioResult } from '../bench/speed/scenario-result.ts';
import { plannedText, workersText } from '../bench/speed/scenario-text.ts';

/** What is needed of a technology in one report to compare its times. */
export interface TimedRun {
  readonly plan: Pick<Plan, 'scenarios' | 'taktSeconds'>;
  readonly speed:
    | { readonly state: 'measured'; readonly scenarios: readonly ScenarioResult[] }
    | { readonly state: 'refused' };
}

/** A scenario as two runs had it. `whyApart` is a sentence where its times may not be divided by one another. */
export interface PairedScenario {
  readonly first: ScenarioResult;
  readonly second: ScenarioResult;
  readonly whyApart: string | null;
}

/** Every scenario that both runs have measured, in the order of the first. */
export function pairScenarios(first: TimedRun, second: TimedRun): readonly PairedScenario[] {
  if (first.speed.state === 'refused' || second.speed.state === 'refused') return [];
  const others = second.speed.scenarios;
  return first.speed.scenarios.flatMap((result): readonly PairedScenario[] => {
    const other = others.find(({ scenario }) => scenario === result.scenario);
    if (other === undefined) return [];
    const why = whyApart(first, second, result, other);
    return [
      { first: result, second: other, whyApart: why === null ? null : `${result.scenario} is not compared: ${why}.` },
    ];
  });
}

function whyApart(first: TimedRun, second: TimedRun, result: ScenarioResult, other: ScenarioResult): string | null {
  const [traffic, otherTraffic] = [trafficText(first, result), trafficText(second, other)];
  if (traffic !== otherTraffic) return `${traffic}, then ${otherTraffic}`;
  if (result.workers !== other.workers) {
    return `${workersText(result.workers)}, then ${workersText(other.workers)}`;
  }
  const noRate = [result, other].findIndex(({ msPerScanByRound }) => msPerScanByRound.length === 0);
  if (noRate >= 0)
    return `a search of the ${noRate === 0 ? 'first' : 'second'} report found no rate that keeps the bound`;
  const notHeld = [result, other].findIndex((each) => !holdsTraffic(each));
  if (notHeld >= 0) {
    return `in the ${notHeld === 0 ? 'first' : 'second'} report it is not held, and latencies are of how long it lasted`;
  }
  if (Math.min(result.rounds, other.rounds) >= LEAST_ROUNDS) return null;
  return `too few rounds (${result.rounds}, then ${other.rounds}, of ${LEAST_ROUNDS})`;
}

/** What makes a scenario harder or easier, as the plan has it. */
function trafficText({ plan }: TimedRun, { scenario }: ScenarioResult): string {
  const planned = plan.scenarios.find((other) => other.scenario === scenario);
  return planned === undefined ? 'not planned' : plannedText(planned, plan);
}
