import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { meanVariance, placementOfEach, placementsOf } from './delong.ts';
import { NORMAL_QUANTILE, normalTail } from './normal.ts';
import type { RankedScores } from './ranked-scores.ts';
import { tallyOf, total } from './tally.ts';

/** Two technologies on the same scans. */
export interface AurocComparison {
  /** AUROC of the first less that of the second. */
  readonly difference: number;
  readonly standardError: number;
  /** 95 % bounds of the difference, cut at −1 and 1 as those of one AUROC are at 0 and 1. */
  readonly bounds: readonly [lower: number, upper: number];
  /** Two-sided, of "both have the same AUROC". Null where they differ and yet no scan varies: nothing to test against. */
  readonly pValue: number | null;
}

/** Below it a variance is what rounding leaves of 0. */
const NO_VARIANCE = 1e-24;

/**
 * The paired test of two correlated AUROCs (DeLong et al. 1988, doi:10.2307/2531595): the variance is that of each
 * scan's own difference, so what both find easy or hard cancels.
 *
 * The lists of both must name the same scans in the same order. Fails with `malformed-request` where their lengths
 * differ, or with fewer than two threats or two benign scans.
 */
export function compareAurocs(first: RankedScores, second: RankedScores): Outcome<AurocComparison> {
  const threatCount = first.threatLevels.length;
  const benignCount = first.benignLevels.length;
  if (second.threatLevels.length !== threatCount || second.benignLevels.length !== benignCount) {
    return fail(
      'malformed-request',
      'A paired test takes the same scans from both technologies; their numbers differ.',
    );
  }
  const a = placementOfScans(first);
  const b = placementOfScans(second);
  if (a === null || b === null || threatCount < 2 || benignCount < 2) {
    return fail('malformed-request', 'A paired test takes at least two threats and two benign scans.');
  }
  const threats = differences(a.threats, b.threats);
  const variance = meanVariance(threats, differences(a.benigns, b.benigns)) ?? 0;
  const difference = total(threats) / threats.length;
  const standardError = variance < NO_VARIANCE ? 0 : Math.sqrt(variance);
  const half = NORMAL_QUANTILE * standardError;
  return succeed({
    difference,
    standardError,
    bounds: [Math.max(-1, difference - half), Math.min(1, difference + half)],
    pValue: pValueOf(difference, standardError),
  });
}

function placementOfScans(scores: RankedScores): { threats: Float64Array; benigns: Float64Array } | null {
  const placements = placementsOf(tallyOf(scores));
  return (
    placements && {
      threats: placementOfEach(scores.threatLevels, placements.threats),
      benigns: placementOfEach(scores.benignLevels, placements.benigns),
    }
  );
}

function differences(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

function pValueOf(difference: number, standardError: number): number | null {
  if (standardError > 0) return 2 * normalTail(Math.abs(difference) / standardError);
  return difference === 0 ? 1 : null;
}
