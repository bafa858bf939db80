import type { Interval } from '../evaluation/bootstrap-interval.ts';
import { studentQuantile, studentTails } from '../evaluation/student.ts';

export interface BoundedMean {
  readonly mean: number;
  readonly bounds: Interval;
  /** Two-sided, of "the mean is 1". */
  readonly pValue: number;
}

/** The geometric mean of one value or more, all above 0. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(meanOf(values.map(Math.log)));
}

/**
 * The geometric mean of two values or more, all above 0, with 95 % bounds and a p-value: Student's of the mean logarithm. Throws
 * a RangeError for fewer, of which no spread is known.
 */
export function boundedGeometricMean(values: readonly number[]): BoundedMean {
  const n = values.length;
  if (n < 2) throw new RangeError('one value has no spread');
  const logs = values.map(Math.log);
  const mean = meanOf(logs);
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (n - 1) / n);
  const half = studentQuantile(n - 1) * standardError;
  return {
    mean: Math.exp(mean),
    bounds: [Math.exp(mean - half), Math.exp(mean + half)],
    // Values that are all 1 have no spread, and are no sign of another mean.
    pValue: mean === 0 ? 1 : studentTails(mean / standardError, n - 1),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
