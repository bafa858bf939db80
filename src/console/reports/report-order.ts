import type { PlanOutline, ReportOrder } from '../../domain/comparison/report.ts';
import { durationText } from './duration-text.ts';

/** What is chosen in the form; what is not chosen is left to the plan. */
export function reportOrder(choice: FormData): ReportOrder {
  const plan = choice.get('plan');
  const [technologies, samples] = [textsOf(choice, 'technology'), textsOf(choice, 'sampleSet')];
  return {
    plan: typeof plan === 'string' ? plan : 'default',
    ...(technologies.length > 0 && { technologies }),
    ...(samples.length > 0 && { samples }),
    ...(choice.has('gallery') && { gallery: true }),
  };
}

/**
 * What the plan takes where nothing is chosen, and how long it times at least.
 *
 * @param ready how many technologies can be had now; 0 before it is known.
 */
export function planTexts(plan: PlanOutline, { technologies }: ReportOrder, ready: number) {
  const { technologyLimit, scenarios, timingSeconds } = plan;
  const own = plan.technologies;
  const count = technologies?.length ?? own?.length ?? Math.min(technologyLimit, ready || technologyLimit);
  const firstOnes = technologyLimit === 1 ? 'the first that is ready' : `the first ${technologyLimit} that are ready`;
  return {
    technologies: `None chosen: ${own === null ? firstOnes : own.join(', ')}.`,
    samples: `None chosen: ${plan.samples.join(', ')}.`,
    length:
      `${scenarios.join(', ')}. Timing ${count === 1 ? 'one technology' : `${count} technologies`} takes at least ` +
      `${durationText(1000 * timingSeconds * count)}; loading them and screening all scans comes on top.`,
  };
}

function textsOf(choice: FormData, name: string): readonly string[] {
  return choice.getAll(name).filter((value) => typeof value === 'string');
}
