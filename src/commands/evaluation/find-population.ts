import type { Measures, Population, PopulationName } from './evaluation.ts';

/** What was measured over some of the threats beside all benign scans, by its name; undefined without it. */
export function findPopulation(
  measures: Pick<Measures, 'populations'> | undefined,
  name: PopulationName,
): Population | undefined {
  return measures?.populations.find((population) => population.name === name);
}
