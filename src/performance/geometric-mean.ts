import type { Interval } from '../evaluation/bootstrap-interval.ts';
import { studentQuantile } from '../evaluation/student.ts';

/**
 * The geometric mean of two values or more, all above 0, with 95 % bounds: Student's of the mean logarithm. Throws a
 * RangeError for fewer, of which no spread is known.
 */
export function geometricMean(values: readonly number[]): { readonly mean: number; readonly bounds: Interval } {
  const n = values.length;
  if (n < 2) throw new RangeError('one value has no spread');
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / n;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const half = studentQuantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { mean: Math.exp(mean), bounds: [Math.exp(mean - half), Math.exp(mean + half)] };
}
