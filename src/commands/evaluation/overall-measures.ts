import type { EvaluatedTechnology, Evaluation, Measures } from './evaluation.ts';

/** The measures of a technology over all scans of an evaluation, by its id; undefined where it was not measured. */
export function overallMeasures(
  { technologies }: Pick<Evaluation, 'technologies'>,
  id: string | undefined,
): Measures | undefined {
  const technology = technologies.find((other) => other.id === id);
  return technology && measuresOverall(technology);
}

/** Those of all its scans; undefined where none was measured. */
export function measuresOverall({ measures }: Pick<EvaluatedTechnology, 'measures'>): Measures | undefined {
  return measures[0];
}
