import { queriesToPass } from '../../performance/early-stopping.ts';
import { LEAST_ROUNDS } from '../../performance/speed-ratio.ts';
import type { ScenarioName } from '../../performance/traffic.ts';
import type { CheckedPlan } from './plan/check-plan.ts';
import { type Plan, TECHNOLOGY_LIMIT } from './plan/plan.ts';
import { type PlannedScenario, SERVER } from './plan/planned-scenario.ts';
import { ratesTried, timingSeconds } from './plan/timing-seconds.ts';
import { LEAST_SLOWER } from './speed/search-rate.ts';

/** What a plan is going to do and how long its timing takes, before anything is measured. */
export interface DryRun {
  readonly plan: string;
  /** What would be compared; null where a service is to say. */
  readonly technologies: readonly string[] | null;
  /** How many of them there are, at most where a service is to say. */
  readonly technologyCount: number;
  readonly samples: readonly string[];
  readonly scans: number;
  readonly scenarios: readonly DryScenario[];
  /** What timing one technology takes, and all of them. */
  readonly technologySeconds: number;
  readonly seconds: number;
}

interface DryScenario {
  readonly scenario: ScenarioName;
  readonly rounds: number;
  /** The mean of its rounds, and all of them, of one technology. */
  readonly roundSeconds: number;
  readonly technologySeconds: number;
  /** Whether its rounds are enough for a ratio of speeds with bounds. */
  readonly hasRatio: boolean;
  /** Of `server` alone. */
  readonly search?: RateSearch;
}

interface RateSearch {
  readonly rates: number;
  readonly queriesPerRate: number;
  /** Where the target gets through fewer, a rate takes longer than its round. */
  readonly longerBelowScansPerSecond: number;
}

export function dryRunOf(plan: Plan, { scans, technologies }: CheckedPlan): DryRun {
  const { name, technologyLimit = TECHNOLOGY_LIMIT, samples, scenarios } = plan;
  const technologyCount = technologies?.length ?? technologyLimit;
  const technologySeconds = timingSeconds(plan);
  return {
    plan: name,
    technologies,
    technologyCount,
    samples,
    scans,
    scenarios: scenarios.map((planned) => {
      const { scenario, rounds } = planned;
      const seconds = timingSeconds({ ...plan, scenarios: [planned] });
      return {
        scenario,
        rounds,
        roundSeconds: seconds / rounds,
        technologySeconds: seconds,
        hasRatio: rounds >= LEAST_ROUNDS,
        ...searchOf(planned),
      };
    }),
    technologySeconds,
    seconds: technologyCount * technologySeconds,
  };
}

function searchOf(planned: PlannedScenario): { readonly search?: RateSearch } {
  if (planned.scenario !== 'server') return {};
  const { roundSeconds, percentile = SERVER.percentile } = planned;
  const queriesPerRate = queriesToPass(LEAST_SLOWER, percentile);
  return {
    search: {
      rates: ratesTried(planned),
      queriesPerRate,
      longerBelowScansPerSecond: queriesPerRate / roundSeconds,
    },
  };
}
