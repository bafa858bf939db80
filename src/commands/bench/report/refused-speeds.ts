import { withheldIn } from '../speed/timed-failures.ts';
import type { Report } from './report.ts';

/** Whose speed a report refuses, or has no figure of in a scenario, in a sentence; null where it has all that was asked for. */
export function refusedSpeeds({ plan, technologies }: Pick<Report, 'plan' | 'technologies'>): string | null {
  const lacking = technologies.flatMap(({ id, speed }) => {
    if (speed.state === 'refused') return [id];
    const withheld = plan.scenarios.filter(({ scenario }) => withheldIn(speed, scenario) !== undefined);
    return withheld.length === 0 ? [] : [`${id} in ${withheld.map(({ scenario }) => scenario).join(' and ')}`];
  });
  return lacking.length === 0 ? null : `There is no speed of ${lacking.join(', nor of ')}: the report says why.`;
}
