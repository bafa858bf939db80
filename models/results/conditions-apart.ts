import type { Measures } from '../../src/commands/evaluation/evaluation.ts';

/** Each condition by itself; all scans together only where there is no more than one. */
export function conditionsApart<T extends Pick<Measures, 'condition'>>(all: readonly T[]): readonly T[] {
  return all.length > 1 ? all.filter(({ condition }) => condition !== 'all') : all;
}
