import type { DetectionRates } from '../../domain/rate.ts';
import type { EvaluatedTechnology } from './evaluation.ts';
import { findPopulation } from './find-population.ts';

/** How all scans of an evaluation were judged, over all threats; undefined where none was measured. */
export function overallRates({ measures }: Pick<EvaluatedTechnology, 'measures'>): DetectionRates | undefined {
  return findPopulation(measures[0], 'all threats')?.rates;
}
