import type { Interval } from '../evaluation/bootstrap-interval.ts';
import { boundedGeometricMean } from './geometric-mean.ts';

/** How much time a scan took in one round: the wall time of a block, or the mean latency, of each of two technologies. */
export interface RoundTimes {
  readonly firstMs: number;
  readonly secondMs: number;
}

/** How many times longer the second takes than the first, or why that cannot be said. */
export type SpeedRatio =
  | {
      readonly state: 'estimated';
      readonly ratio: number;
      readonly bounds: Interval;
      /** Two-sided, of "both take the same". */
      readonly pValue: number;
      readonly rounds: number;
    }
  | { readonly state: 'too-few-rounds'; readonly rounds: number; readonly needed: number };

/** Of fewer, one odd round is a large part of what is known. */
export const LEAST_ROUNDS = 6;

/**
 * The ratio of the times of two technologies that take turns in an order drawn for each round (`roundOrders`), with 95 %
 * bounds: the geometric mean over the rounds, and Student's bounds of the mean logarithm over whole rounds, because scans
 * within a block share what the machine did meanwhile. What slows a whole round slows both and cancels.
 *
 * A bootstrap of whole rounds, widened for their small number, held a planted ratio in 93.5 % of 6,000 series of six
 * rounds and in 92.4 % where noise was skewed; Student's bounds hold it in 95.2 % and 96.2 %, and are 7 % wider. Of few
 * rounds they must be wide: a plan does better with many short ones in the same time (docs/planted-truths.md).
 */
export function speedRatio(rounds: readonly RoundTimes[]): SpeedRatio {
  if (rounds.length < LEAST_ROUNDS) return { state: 'too-few-rounds', rounds: rounds.length, needed: LEAST_ROUNDS };
  const { mean, bounds, pValue } = boundedGeometricMean(rounds.map(({ firstMs, secondMs }) => secondMs / firstMs));
  return { state: 'estimated', ratio: mean, bounds, pValue, rounds: rounds.length };
}
