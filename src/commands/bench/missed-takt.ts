import type { Plan } from './plan.ts';
import type { ReportedTechnology } from './report.ts';
import { plannedText } from './scenario-text.ts';

/** Of the containers of a port's traffic so many are to be answered within the takt time. */
const LEAST_IN_TIME = 0.99;

/** A sentence for each technology and each traffic of a port that it does not hold. */
export function missedTaktWarnings(
  technologies: readonly Pick<ReportedTechnology, 'id' | 'speed'>[],
  plan: Pick<Plan, 'scenarios' | 'taktSeconds'>,
): readonly string[] {
  const ofPorts = plan.scenarios.filter(({ scenario }) => scenario === 'lanes' || scenario === 'train');
  return technologies.flatMap(({ id, speed }) =>
    ofPorts.flatMap((planned) => {
      const results = speed.state === 'refused' ? [] : speed.scenarios;
      const inTime = results.find(({ scenario }) => scenario === planned.scenario)?.withinTakt ?? null;
      if (inTime === null || inTime.rate >= LEAST_IN_TIME) return [];
      return [
        `${id} does not hold ${planned.scenario} (${plannedText(planned, plan)}) on this machine: ${inTime.n - inTime.count} of ` +
          `${inTime.n} containers had no answer within the takt time of ${plan.taktSeconds} s. Where more come than it gets ` +
          'through, its latencies grow for as long as the traffic lasts.',
      ];
    }),
  );
}
