import { compareAurocs } from '../../evaluation/compare-aurocs.ts';
import { holmAdjust } from '../../evaluation/holm.ts';
import { mcnemarPValue, pairedCounts } from '../../evaluation/mcnemar.ts';
import { CONDITIONS, type Comparison, isRight, type PairedAlarms } from './evaluation.ts';
import { rankingOf } from './judged-scan.ts';
import type { ScoredScan } from './scored-scan.ts';

/**
 * Paired tests of every two technologies, on all scans and on those of each condition apart, where there are several.
 * Each kind of test is corrected by Holm's method over the pairs of one condition.
 */
export function compareTechnologies(ids: readonly string[], scans: readonly ScoredScan[]): readonly Comparison[] {
  const conditions = CONDITIONS.filter((condition) => scans.some((scan) => scan.condition === condition));
  const parts = conditions.length < 2 ? [] : conditions;
  return [
    ...comparePairs(ids, scans, 'all'),
    ...parts.flatMap((condition) =>
      comparePairs(
        ids,
        scans.filter((scan) => scan.condition === condition),
        condition,
      ),
    ),
  ];
}

function comparePairs(
  ids: readonly string[],
  scans: readonly ScoredScan[],
  condition: Comparison['condition'],
): readonly Comparison[] {
  const pairs = ids.flatMap((_, second) => ids.slice(0, second).map((__, first) => [first, second] as const));
  const compared = pairs.map(([first, second]) => comparePair(ids, scans, condition, first, second));
  const ofAuroc = holmAdjust(compared.map(({ auroc }) => auroc?.pValue ?? null));
  const ofThreats = holmAdjust(compared.map(({ onThreats }) => onThreats?.pValue ?? null));
  const ofBenigns = holmAdjust(compared.map(({ onBenigns }) => onBenigns?.pValue ?? null));
  return compared.map((comparison, place) => ({
    ...comparison,
    auroc: comparison.auroc && { ...comparison.auroc, pHolm: ofAuroc[place] ?? null },
    onThreats: comparison.onThreats && { ...comparison.onThreats, pHolm: ofThreats[place] ?? null },
    onBenigns: comparison.onBenigns && { ...comparison.onBenigns, pHolm: ofBenigns[place] ?? null },
  }));
}

function comparePair(
  ids: readonly string[],
  scans: readonly ScoredScan[],
  condition: Comparison['condition'],
  first: number,
  second: number,
): Comparison {
  const both = scans.flatMap(({ verdicts, ...scan }) => {
    const [a, b] = [verdicts[first], verdicts[second]];
    return a === undefined || b === undefined ? [] : [{ scan, a, b }];
  });
  // A scan that one of them could not score is wrongly decided by it, but has no place in its ranking.
  const ranked = both.filter(({ a, b }) => a.score !== null && b.score !== null);
  const threats = both.filter(({ scan }) => scan.truth === 'threat');
  const benigns = both.filter(({ scan }) => scan.truth === 'benign');
  const compared = compareAurocs(
    rankingOf(ranked.map(({ scan, a }) => ({ ...scan, ...a }))),
    rankingOf(ranked.map(({ scan, b }) => ({ ...scan, ...b }))),
  );
  const alarmsOn = (pairs: typeof both): PairedAlarms | null => {
    if (pairs.length === 0) return null;
    const counts = pairedCounts(
      pairs.map(({ scan, a, b }) => [isRight(scan.truth, a.decision), isRight(scan.truth, b.decision)]),
    );
    return { counts, pValue: mcnemarPValue(counts), pHolm: null };
  };
  return {
    first: ids[first] ?? '',
    second: ids[second] ?? '',
    condition,
    threats: threats.length,
    benigns: benigns.length,
    auroc: compared.ok
      ? {
          difference: compared.value.difference,
          bounds: compared.value.bounds,
          pValue: compared.value.pValue,
          pHolm: null,
        }
      : null,
    onThreats: alarmsOn(threats),
    onBenigns: alarmsOn(benigns),
  };
}
