import { blockTraffic } from '../../../performance/block-traffic.ts';
import { trialsLeft } from '../../../performance/find-highest-rate.ts';
import { blockShape } from './block-shape.ts';
import type { Plan } from './plan.ts';
import { type PlannedScenario, type PlannedServer, SERVER } from './planned-scenario.ts';

type TimedPlan = Pick<Plan, 'performanceScans' | 'scenarios' | 'seed' | 'taktSeconds'>;

/**
 * What timing one technology takes by the plan alone, to the nanosecond: the sum of its rounds, as if every scan were
 * answered at once.
 */
export function timingSeconds(plan: TimedPlan): number {
  const rounds = plan.scenarios.flatMap((planned) => roundsSeconds(planned, plan));
  const seconds = rounds.reduce((sum, round) => sum + round, 0);
  // Twenty-four rounds of 0.1 s add up to 2.400000000000001.
  return Math.round(1e9 * seconds) / 1e9;
}

/**
 * What each round of a scenario takes: where scans wait for answers, what the plan says; where they arrive, up to the last
 * arrival, which is known; in `server`, all scans at once and as many rates as a search tries once half of that is kept.
 */
function roundsSeconds(planned: PlannedScenario, plan: TimedPlan): readonly number[] {
  return Array.from({ length: planned.rounds }, (_, round) => {
    if (planned.scenario === 'server') return planned.roundSeconds * (1 + ratesTried(planned));
    const shape = blockShape(planned, plan);
    if (shape.scenario !== 'lanes' && shape.scenario !== 'train') return planned.roundSeconds;
    const leastMs = 1000 * planned.roundSeconds;
    const terms = { leastMs, scans: plan.performanceScans, depth: 1, seed: plan.seed + round };
    const { traffic } = blockTraffic(shape, terms);
    const latenciesMs: number[] = [];
    for (let lastMs = 0; ; latenciesMs.push(0)) {
      const next = traffic({ nowMs: lastMs, issued: latenciesMs.length, latenciesMs, lastAnswerMs: lastMs });
      if (next === 'over' || next === 'wait-for-answer') return lastMs / 1000;
      lastMs = next.dueMs;
    }
  });
}

/** Rates that a search tries where half of what the target gets through is kept. */
export function ratesTried({ precision = SERVER.precision }: PlannedServer): number {
  return trialsLeft([], { capacityPerSecond: 1, precision });
}
