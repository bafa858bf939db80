/**
 * What is kept of the scores that a threshold was chosen on: how many of them were at or below some of their values.
 * Enough to tell later whether live scores still are distributed alike, and no scan can be read back from it.
 */
export interface ScoreSummary {
  /** Ascending and distinct; the last is the largest score of all. */
  readonly scores: readonly number[];
  /** How many scores were at or below each of them; the last is the number of all scores. */
  readonly countsAtOrBelow: readonly number[];
}
