import { type RankedScores, rankScores } from '../../evaluation/ranked-scores.ts';
import type { ScoredScan } from './scored-scan.ts';

/** One scan as one technology judged it. */
export type JudgedScan = Omit<ScoredScan, 'verdicts'> & ScoredScan['verdicts'][number];

/** The scans as one technology judged them, by its place. */
export function judgedBy(place: number, scans: readonly ScoredScan[]): readonly JudgedScan[] {
  return scans.flatMap(({ verdicts, ...scan }) => {
    const verdict = verdicts[place];
    return verdict === undefined ? [] : [{ ...scan, ...verdict }];
  });
}

/** The ranking of the scans that have a score. */
export function rankingOf(scans: readonly JudgedScan[]): RankedScores {
  const scoresOf = (truth: JudgedScan['truth']) =>
    scans.flatMap((scan) => (scan.truth === truth && scan.score !== null ? [scan.score] : []));
  const ranked = rankScores({ threats: scoresOf('threat'), benigns: scoresOf('benign') });
  if (!ranked.ok) throw new Error(ranked.failure.message);
  return ranked.value;
}
