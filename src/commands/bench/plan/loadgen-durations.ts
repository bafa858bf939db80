import type { Plan } from './plan.ts';
import type { PlannedScenario } from './planned-scenario.ts';

/** `min_duration` of `mlperf.conf`, the same for all scenarios. */
const LOADGEN_SECONDS = 600;

/** Which scenarios of a plan are shorter than LoadGen runs them, in a sentence; null where none is. */
export function loadgenDurationsText({ scenarios }: Pick<Plan, 'scenarios'>): string | null {
  const shorter = scenarios.flatMap((planned) => {
    const seconds = leastSeconds(planned);
    if (seconds === null || seconds >= LOADGEN_SECONDS) return [];
    return `${planned.scenario} for ${Number(seconds.toPrecision(3))} s${planned.scenario === 'server' ? ' a rate' : ''}`;
  });
  if (shorter.length === 0) return null;
  return `LoadGen runs a scenario for at least ${LOADGEN_SECONDS} s, this plan ${shorter.join(', ')}.`;
}

/** Of each technology, all rounds together; of one rate in `server`. Null of what LoadGen does not have. */
function leastSeconds({ scenario, rounds, roundSeconds }: PlannedScenario): number | null {
  if (scenario === 'lanes' || scenario === 'train') return null;
  return scenario === 'server' ? roundSeconds : rounds * roundSeconds;
}
