import type { Interval } from './bootstrap-interval.ts';
import { type DrawnAt, differenceBand } from './pd-band/difference-band.ts';
import type { RankedScores } from './ranked-scores.ts';
import { ruleWithin } from './roc.ts';
import { sameScores } from './same-scores.ts';
import { tallyOf } from './tally.ts';

/** What two technologies find within one false-alarm limit, each at its own best threshold, or why that says nothing. */
export type PdComparison =
  | {
      readonly state: 'estimated';
      readonly pfaLimit: number;
      /** Pd of the first less that of the second. */
      readonly difference: number;
      readonly bounds: Interval;
      /** Two-sided, of "both find as much". */
      readonly pValue: number;
      readonly threats: number;
      readonly benigns: number;
    }
  | { readonly state: 'too-few-benigns'; readonly pfaLimit: number; readonly benigns: number; readonly needed: number };

const NO_DIFFERENCE = { bounds: [0, 0], pValue: 1 } as const;

/** The fewest benign scans of which a threshold can be said to keep a false-alarm limit. */
export function benignsToLimit(pfaLimit: number): number {
  return Math.ceil(1 / pfaLimit) - 1;
}

/**
 * The difference of Pd at an observed Pfa, with 95 % bounds of the difference where the Pfa of both truly is the limit
 * (`differenceBand`): what both find hard cancels, and few scans leave them open. Below ln 0.025 / ln (1 − limit) benign
 * scans, 368 for 1 %, none may lie above a true threshold, and no difference is shown. Below 1 / limit − 1 no threshold
 * can be said to keep the limit, and nothing is compared. Null without a threat.
 *
 * Two that score every scan alike differ by 0. So do any two where every benign scan may alarm: both find all threats.
 *
 * The lists of both must name the same scans in the same order.
 */
export function comparePdAt(first: RankedScores, second: RankedScores, at: DrawnAt): PdComparison | null {
  const { pfaLimit } = at;
  const threats = first.threatLevels.length;
  const benigns = first.benignLevels.length;
  const needed = benignsToLimit(pfaLimit);
  if (benigns < needed) return { state: 'too-few-benigns', pfaLimit, benigns, needed };
  if (threats === 0) return null;
  const hitsOf = (scores: RankedScores) => ruleWithin(tallyOf(scores), pfaLimit).hits;
  const difference = (hitsOf(first) - hitsOf(second)) / threats;
  const isNone = pfaLimit >= 1 || sameScores(first, second);
  const band = isNone ? NO_DIFFERENCE : differenceBand(first, second, at);
  const [lower, upper] = band.bounds;
  const bounds = [Math.min(lower, difference), Math.max(upper, difference)] as const;
  return { state: 'estimated', pfaLimit, difference, bounds, pValue: band.pValue, threats, benigns };
}
