import { bootstrap, statisticOf } from './bootstrap.ts';
import type { Interval } from './bootstrap-interval.ts';
import { pairedCounts } from './mcnemar.ts';
import { pairedDifference } from './paired-difference.ts';
import type { RankedScores } from './ranked-scores.ts';
import { ruleWithin } from './roc.ts';
import { sameScores } from './same-scores.ts';
import { tallyOf, total } from './tally.ts';

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
 * Where no threat is found by the second alone (or by the first alone), resamples know of none that speaks for it: on
 * its side the bounds reach as far as Tango's, which take both thresholds as given (`pairedDifference`). So three threats
 * that both find, or one finds and the other does not, are no certainty. Two that score every scan alike differ by 0.
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
  return (
    found && {
      state: 'estimated',
      pfaLimit,
      difference: found.observed,
      bounds: sameScores(first, second) ? [0, 0] : opened(found.bounds, first, second, pfaLimit),
      threats,
      benigns,
    }
  );
}

function opened([lower, upper]: Interval, first: RankedScores, second: RankedScores, pfaLimit: number): Interval {
  const [byFirst, bySecond] = [hitsWithin(first, pfaLimit), hitsWithin(second, pfaLimit)];
  const counts = pairedCounts(byFirst.map((isHit, place) => [isHit, bySecond[place] ?? false]));
  const paired = pairedDifference(counts);
  // Where every benign scan may alarm, both find all threats whatever the scans.
  if (paired === null || pfaLimit >= 1) return [lower, upper];
  return [
    counts.onlySecondRight === 0 ? Math.min(lower, paired.bounds[0]) : lower,
    counts.onlyFirstRight === 0 ? Math.max(upper, paired.bounds[1]) : upper,
  ];
}

/** Of each threat, whether it is found at the best threshold within the limit. */
function hitsWithin(scores: RankedScores, pfaLimit: number): readonly boolean[] {
  const { level } = ruleWithin(tallyOf(scores), pfaLimit);
  return Array.from(scores.threatLevels, (own) => level !== null && own >= level);
}
