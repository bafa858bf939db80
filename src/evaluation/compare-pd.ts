import { bootstrap, statisticOf } from './bootstrap.ts';
import type { Interval } from './bootstrap-interval.ts';
import type { RankedScores } from './ranked-scores.ts';
import { ruleWithin } from './roc.ts';
import { total } from './tally.ts';

/** What two technologies find within one false-alarm limit, each at its own best threshold, or why that says nothing. */
export type PdComparison =
  | {
      readonly state: 'estimated';
      readonly pfaLimit: number;
      /** Pd of the first less that of the second. */
      readonly difference: number;
      readonly bounds: Interval;
      readonly threats: number;
      readonly benigns: number;
    }
  | { readonly state: 'too-few-benigns'; readonly pfaLimit: number; readonly benigns: number; readonly needed: number };

/** The fewest benign scans of which a threshold can be said to keep a false-alarm limit. */
export function benignsToLimit(pfaLimit: number): number {
  return Math.ceil(1 / pfaLimit) - 1;
}

/**
 * The difference of Pd at an observed Pfa, with 95 % bounds by the bootstrap over scans: each resample draws the same
 * scans for both and reads both thresholds anew, so that what both find hard cancels. Below 1 / limit − 1 benign scans
 * no threshold can be said to keep the limit, and nothing is compared. Null without a threat.
 *
 * The lists of both must name the same scans in the same order.
 */
export function comparePdAt(
  first: RankedScores,
  second: RankedScores,
  { pfaLimit, seed }: { readonly pfaLimit: number; readonly seed: number },
): PdComparison | null {
  const threats = first.threatLevels.length;
  const benigns = first.benignLevels.length;
  const needed = benignsToLimit(pfaLimit);
  if (benigns < needed) return { state: 'too-few-benigns', pfaLimit, benigns, needed };
  const pdOf = (scores: RankedScores) =>
    statisticOf(scores, (tally) => {
      const all = total(tally.threats);
      return all === 0 ? null : ruleWithin(tally, pfaLimit).hits / all;
    });
  const [ofFirst, ofSecond] = [pdOf(first), pdOf(second)];
  const found = bootstrap(
    (weights) => {
      const [a, b] = [ofFirst(weights), ofSecond(weights)];
      return a === null || b === null ? null : a - b;
    },
    { threats, benigns, seed },
  );
  return found && { state: 'estimated', pfaLimit, difference: found.observed, bounds: found.bounds, threats, benigns };
}
