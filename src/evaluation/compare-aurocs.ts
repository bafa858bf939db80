import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { LEAST_OF_A_KIND } from './auroc.ts';
import type { Interval } from './bootstrap-interval.ts';
import { meanVariance, placementOfEach, placementsOf } from './delong.ts';
import { NORMAL_QUANTILE, normalTail } from './normal.ts';
import { pairedDifference } from './paired-difference.ts';
import type { RankedScores } from './ranked-scores.ts';
import { sameScores } from './same-scores.ts';
import { tallyOf, total } from './tally.ts';

/** Two technologies on the same scans. */
export interface AurocComparison {
  /** AUROC of the first less that of the second. */
  readonly difference: number;
  readonly standardError: number;
  /** 95 % bounds of the difference, cut at −1 and 1 as those of one AUROC are at 0 and 1. */
  readonly bounds: Interval;
  /**
   * Two-sided, of "both have the same AUROC". Null where they differ and yet no scan varies, or there are fewer than ten of a
   * kind: nothing to test against.
   */
  readonly pValue: number | null;
}

/** Below it a variance is what rounding leaves of 0. */
const NO_VARIANCE = 1e-24;

/**
 * The paired test of two correlated AUROCs (DeLong et al. 1988, doi:10.2307/2531595): the variance is that of each
 * scan's own difference, so what both find easy or hard cancels. Where that is 0 (both rank every threat above every
 * benign scan, or one does and the other never), which would claim certainty, the bounds are Tango's for as many pairs of
 * a threat and a benign scan as there are without one twice; with fewer than ten of a kind, whose variance is a matter of
 * chance itself, they are as wide as both together. Two that score every scan alike differ by 0.
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
  const pairs = Math.min(threatCount, benignCount);
  const bounds = sameScores(first, second) ? ([0, 0] as const) : boundsOf(difference, standardError, pairs);
  const pValue = pValueOf(difference, pairs < LEAST_OF_A_KIND ? 0 : standardError);
  return succeed({ difference, standardError, bounds, pValue });
}

function boundsOf(difference: number, standardError: number, pairs: number): Interval {
  const band = bandAround(difference, NORMAL_QUANTILE * standardError);
  if (standardError > 0 && pairs >= LEAST_OF_A_KIND) return band;
  const open = openBounds(difference, pairs);
  return [Math.min(band[0], open[0]), Math.max(band[1], open[1])];
}

function bandAround(difference: number, half: number): Interval {
  return [Math.max(-1, difference - half), Math.min(1, difference + half)];
}

/** Of so many pairs, each scan in one alone, as many as the difference takes are ordered rightly by one of the two only. */
function openBounds(difference: number, pairs: number): Interval {
  const discordant = pairs * Math.abs(difference);
  const [onlyFirstRight, onlySecondRight] = difference > 0 ? [discordant, 0] : [0, discordant];
  const found = pairedDifference({ bothRight: pairs - discordant, onlyFirstRight, onlySecondRight, bothWrong: 0 });
  return found?.bounds ?? [-1, 1];
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
