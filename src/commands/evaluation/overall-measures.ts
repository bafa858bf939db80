import type { Evaluation, Measures } from './evaluation.ts';

/** The measures of a technology over all scans of an evaluation, by its id; undefined where it was not measured. */
export function overallMeasures(
  { technologies }: Pick<Evaluation, 'technologies'>,
  id: string | undefined,
): Measures | undefined {
  return technologies.find((technology) => technology.id === id)?.measures[0];
}
