import type { DetectionRates } from '../../domain/comparison/rate.ts';
import type { EvaluatedTechnology } from './evaluation.ts';
import { findPopulation } from './find-population.ts';
import { measuresOverall } from './overall-measures.ts';

/** How all scans of an evaluation were judged, over all threats; undefined where none was measured. */
export function overallRates(technology: Pick<EvaluatedTechnology, 'measures'>): DetectionRates | undefined {
  return findPopulation(measuresOverall(technology), 'all threats')?.rates;
}
