import { binomialCdf } from './binomial.ts';

export interface Median {
  readonly median: number;
  /** 95 % or more, whatever the distribution: two order statistics. */
  readonly bounds: readonly [number, number];
  readonly n: number;
}

/** Of fewer values not even the smallest and the largest enclose the median in 95 %. */
export const LEAST_FOR_MEDIAN = 6;

/**
 * The median of independent values with distribution-free bounds: the k-th smallest and the k-th largest, for the largest
 * k at which P(Binomial(n, 1/2) < k) ≤ 0.025. Throws a RangeError below six values.
 *
 * Source: Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2.
 */
export function medianOf(values: readonly number[]): Median {
  const n = values.length;
  if (n < LEAST_FOR_MEDIAN) throw new RangeError(`${n} values have no median with bounds; ${LEAST_FOR_MEDIAN} do`);
  const sorted = values.toSorted((a, b) => a - b);
  const at = (rank: number) => sorted[rank - 1] ?? Number.NaN;
  let k = 1;
  while (binomialCdf(k, n, 0.5) <= 0.025) k += 1;
  const median = (at(Math.floor((n + 1) / 2)) + at(Math.ceil((n + 1) / 2))) / 2;
  return { median, bounds: [at(k), at(n + 1 - k)], n };
}
