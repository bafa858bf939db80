import type { Interval } from '../evaluation/bootstrap-interval.ts';
import { studentQuantile, studentTails } from '../evaluation/student.ts';
import { LEAST_ROUNDS } from './speed-ratio.ts';

/** How many times longer the second run took than the first, or why that cannot be said. */
export type TwoRunRatio =
  | {
      readonly state: 'estimated';
      readonly ratio: number;
      /** 95 %. */
      readonly bounds: Interval;
      /** Two-sided, of "both took the same". */
      readonly pValue: number;
      readonly rounds: readonly [first: number, second: number];
    }
  | { readonly state: 'too-few-rounds'; readonly rounds: readonly [number, number]; readonly needed: number };

/** The clock gives no finer time; it also keeps a time of 0 from having no logarithm. */
export const LEAST_MS = 0.001;

/**
 * The ratio of times that were measured in two runs, one after the other: the ratio of the geometric means over the
 * rounds of each, with Welch's bounds on the logarithms (Welch 1947, doi:10.2307/2332510; degrees of freedom rounded
 * down). Nothing cancels, unlike in `speedRatio`: what the machine did otherwise between the runs is in the ratio, and
 * not in the bounds.
 */
export function twoRunRatio(firstMs: readonly number[], secondMs: readonly number[]): TwoRunRatio {
  const rounds = [firstMs.length, secondMs.length] as const;
  if (Math.min(...rounds) < LEAST_ROUNDS) return { state: 'too-few-rounds', rounds, needed: LEAST_ROUNDS };
  const [first, second] = [spreadOf(firstMs), spreadOf(secondMs)];
  const log = second.mean - first.mean;
  const variance = first.variance + second.variance;
  const degrees = Math.floor(
    variance ** 2 / (first.variance ** 2 / (rounds[0] - 1) + second.variance ** 2 / (rounds[1] - 1)),
  );
  const half = studentQuantile(degrees) * Math.sqrt(variance);
  return {
    state: 'estimated',
    ratio: Math.exp(log),
    bounds: [Math.exp(log - half), Math.exp(log + half)],
    pValue: studentTails(log / Math.sqrt(variance), degrees),
    rounds,
  };
}

/**
 * Mean of the logarithms, and the variance of that mean: at the least that of times that the clock rounded (a 12th of its
 * grain's square), so that rounds which read all the same claim no more than the clock knows.
 */
function spreadOf(timesMs: readonly number[]): { readonly mean: number; readonly variance: number } {
  const logs = timesMs.map((ms) => Math.log(Math.max(ms, LEAST_MS)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const rounded = (LEAST_MS / Math.exp(mean)) ** 2 / 12;
  return { mean, variance: Math.max(squares / (logs.length - 1), rounded) / logs.length };
}
