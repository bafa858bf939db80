import type { Plan } from '../plan/plan.ts';
import { holdsTraffic, notHeldText } from './held-traffic.ts';
import { plannedText } from './scenario-text.ts';
import type { TimedTechnology } from './speed.ts';

/** A sentence for each technology and each traffic of a port that it does not hold. */
export function missedTaktWarnings(
  technologies: readonly TimedTechnology[],
  plan: Pick<Plan, 'scenarios' | 'taktSeconds'>,
): readonly string[] {
  return technologies.flatMap(({ id, speed }) =>
    plan.scenarios.flatMap((planned) => {
      const results = speed.state === 'refused' ? [] : speed.scenarios;
      const result = results.find(({ scenario }) => scenario === planned.scenario);
      if (result === undefined || holdsTraffic(result)) return [];
      return [
        `${id} does not hold ${planned.scenario} (${plannedText(planned, plan)}) on this machine: ` +
          `${notHeldText(result, plan.taktSeconds)}. Where more come than it gets through, its latencies grow for as long as ` +
          'the traffic lasts: they are no figures of the technology, and none is given.',
      ];
    }),
  );
}
