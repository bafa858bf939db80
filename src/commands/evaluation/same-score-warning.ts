import type { JudgedScan } from './judged-scan.ts';

/** A sentence where a technology gave all scans one score, threats and benign ones alike: its ranking is no better than a draw. */
export function sameScoreWarning(technology: string, scans: readonly Pick<JudgedScan, 'score'>[]): readonly string[] {
  const scores = scans.flatMap(({ score }) => (score === null ? [] : [score]));
  const [first, ...others] = scores;
  if (first === undefined || others.length === 0 || others.some((score) => score !== first)) return [];
  return [
    `${technology} gave all ${scores.length} scans the score ${first}, so it tells none from another. Mostly its answers lie outside 0 to 1, where they ` +
      'are cut off, or it does not look at what goes in: docs/bring-your-own.md says what to do.',
  ];
}
