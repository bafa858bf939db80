import type { Sample } from './sample.ts';

/** The pictures that a sample names, of all views and energies, relative to the set's folder. */
export function picturesOf({ views }: Pick<Sample, 'views'>): readonly string[] {
  return Object.values(views).flatMap((energies) => Object.values(energies));
}

/** The masks that a sample names, relative to the set's folder; none of a benign one. */
export function masksOf({ truth }: Pick<Sample, 'truth'>): readonly string[] {
  return truth === 'benign' ? [] : Object.values(truth.threat.masks ?? {});
}
