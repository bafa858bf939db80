import type { ScoreSummary } from '../../domain/technology/score-summary.ts';

/** One score in each hundredth of the ranks: a shift of less than 1 % of the scans is worth no warning. */
const STEPS = 100;
/** Scores are kept to this many parts of 1, so that a manifest stays readable; closer ones count as tied. */
const PARTS = 1_000_000;

/**
 * The summary of scores at every hundredth of their ranks, the smallest and the largest included: every distinct score
 * where there are few. Null without a score.
 */
export function summariseScores(scores: readonly number[]): ScoreSummary | null {
  const sorted = comparableScores(scores);
  if (sorted.length === 0) return null;
  const distinct = [...new Set(sorted)];
  const kept = distinct.length <= STEPS ? distinct : [...new Set(everyStep(sorted))];
  return { scores: kept, countsAtOrBelow: countAtOrBelow(sorted, kept) };
}

/** Scores as a summary keeps them, ascending. */
export function comparableScores(scores: readonly number[]): readonly number[] {
  return scores.map((score) => Math.round(score * PARTS) / PARTS).toSorted((a, b) => a - b);
}

/** How many of ascending scores are at or below each of ascending values. */
export function countAtOrBelow(sorted: readonly number[], values: readonly number[]): readonly number[] {
  let place = 0;
  return values.map((value) => {
    while ((sorted[place] ?? Number.POSITIVE_INFINITY) <= value) place++;
    return place;
  });
}

function everyStep(sorted: readonly number[]): readonly number[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const rank = Math.max(1, Math.ceil((step * sorted.length) / STEPS));
    return sorted[rank - 1] ?? Number.NaN;
  });
}
