import type { RankedScores } from './ranked-scores.ts';
import type { Bounds } from './rate-bounds.ts';

/** Counts of scores in equal bins from 0 to 1, by what the scans were. */
export interface BinnedScores {
  readonly threats: readonly number[];
  readonly benigns: readonly number[];
}

/** So many scores in each of so many equal bins from 0 to 1: one at an edge in the upper, a score of 1 in the last. */
export function countInBins(scores: readonly number[], bins: number): readonly number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const score of scores) {
    // Asked of the edge itself: a product rounds, and 29 / 200 * 200 is less than 29.
    const nearest = Math.round(score * bins);
    const bin = Math.min(bins - 1, nearest / bins <= score ? nearest : nearest - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/**
 * Binned scores as if each had been the lower edge of its bin. A threshold at an edge counts the very scans that it
 * counted before; scores of one bin are tied.
 */
export function rankBinned({ threats, benigns }: BinnedScores): RankedScores {
  const bins = Math.max(threats.length, benigns.length);
  const held = Array.from({ length: bins }, (_, bin) => bin).filter(
    (bin) => (threats[bin] ?? 0) + (benigns[bin] ?? 0) > 0,
  );
  const levelsOf = (counts: readonly number[]) =>
    Uint32Array.from(held.flatMap((bin, level) => Array.from({ length: counts[bin] ?? 0 }, () => level)));
  return {
    values: Float64Array.from(held, (bin) => bin / bins),
    threatLevels: levelsOf(threats),
    benignLevels: levelsOf(benigns),
  };
}

/**
 * The lowest and the highest AUROC that the scores can have had before they were binned: a pair within a bin counts as
 * half, and may have been either. Null without a threat or without a benign scan.
 */
export function aurocRangeOfBins({ threats, benigns }: BinnedScores): Bounds | null {
  let threatCount = 0;
  let benignCount = 0;
  let outscored = 0;
  let together = 0;
  for (let bin = 0; bin < Math.max(threats.length, benigns.length); bin++) {
    const [threatsHere, benignsHere] = [threats[bin] ?? 0, benigns[bin] ?? 0];
    outscored += threatsHere * benignCount;
    together += threatsHere * benignsHere;
    threatCount += threatsHere;
    benignCount += benignsHere;
  }
  const pairs = threatCount * benignCount;
  return pairs === 0 ? null : [outscored / pairs, (outscored + together) / pairs];
}
