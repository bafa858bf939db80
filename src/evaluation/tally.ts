import type { RankedScores } from './ranked-scores.ts';

/**
 * How many threats and how many benign scans (or pixels) have each score level, ascending. The counts need not be whole:
 * a resample repeats scans, and a region's pixels may share one vote.
 */
export interface Tally {
  readonly threats: Float64Array;
  readonly benigns: Float64Array;
}

/** How often each scan counts, in the order of its scores. */
export interface Weights {
  readonly threats: ArrayLike<number>;
  readonly benigns: ArrayLike<number>;
}

/** The tally in which each scan counts once. */
export function tallyOf({ values, threatLevels, benignLevels }: RankedScores): Tally {
  const tally = emptyTally(values.length);
  for (const level of threatLevels) add(tally.threats, level, 1);
  for (const level of benignLevels) add(tally.benigns, level, 1);
  return tally;
}

/** Counts the scans anew into a tally of the same levels, each by its weight. */
export function refillTally(tally: Tally, { threatLevels, benignLevels }: RankedScores, weights: Weights): void {
  tally.threats.fill(0);
  tally.benigns.fill(0);
  for (let i = 0; i < threatLevels.length; i++) add(tally.threats, threatLevels[i] ?? 0, weights.threats[i] ?? 0);
  for (let i = 0; i < benignLevels.length; i++) add(tally.benigns, benignLevels[i] ?? 0, weights.benigns[i] ?? 0);
}

/** A tally of `levels` levels in which nothing has been counted yet. */
export function emptyTally(levels: number): Tally {
  return { threats: new Float64Array(levels), benigns: new Float64Array(levels) };
}

/** The sum of one side of a tally. */
export function total(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

function add(counts: Float64Array, level: number, weight: number): void {
  counts[level] = (counts[level] ?? 0) + weight;
}
