import { selectNth } from '../domain/language/select-nth.ts';

/**
 * The quantile that `quantile` gives of the sorted values, to the bit, without sorting them, which takes a tenth of
 * the time for thousands of values. Reorders them. NaN of none.
 */
export function unsortedQuantile(values: Float64Array, share: number): number {
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  selectNth(values, values.length, below);
  const lower = values[below] ?? Number.NaN;
  if (below === place) return lower;
  // All that are greater now stand behind it.
  let upper = Number.POSITIVE_INFINITY;
  for (let i = below + 1; i < values.length; i++) upper = Math.min(upper, values[i] ?? upper);
  return lower + (upper - lower) * (place - below);
}
