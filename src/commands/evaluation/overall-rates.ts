import type { DetectionRates } from '../../domain/rate.ts';
import type { EvaluatedTechnology } from './evaluation.ts';

/** How all scans of an evaluation were judged, over all threats; undefined where none was measured. */
export function overallRates({ measures }: Pick<EvaluatedTechnology, 'measures'>): DetectionRates | undefined {
  return measures[0]?.populations.find(({ name }) => name === 'all threats')?.rates;
}
