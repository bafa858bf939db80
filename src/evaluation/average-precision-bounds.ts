import { LEAST_OF_A_KIND } from './auroc.ts';
import { averagePrecision } from './average-precision.ts';
import { bootstrap, type Statistic, statisticOf } from './bootstrap.ts';
import type { Interval } from './bootstrap-interval.ts';
import { oneMore } from './one-more.ts';
import type { RankedScores } from './ranked-scores.ts';
import { seededUnit } from './seeded-unit.ts';
import { unsortedQuantile } from './unsorted-quantile.ts';

const DRAWS = 2000;

/**
 * Average precision with 95 % bounds by the stratified bootstrap; null without a threat. Where all resamples agree (all
 * threats above all benign scans, or all scores equal) they would claim certainty, and with fewer than ten of a kind they
 * hold it far too seldom, because resamples know of no other threat than the few that were seen. There one more threat and
 * one more benign scan take part, placed as badly as can be for the lower end and as well as can be for the upper: as wide
 * as the number of scans leaves it, and no narrower than the bootstrap's. Not so elsewhere, where it would be wider than it
 * need be.
 */
export function boundedAveragePrecision(
  scores: RankedScores,
  seed: number,
): { readonly value: number; readonly bounds: Interval } | null {
  const [threats, benigns] = [scores.threatLevels.length, scores.benignLevels.length];
  const found = bootstrap(statisticOf(scores, averagePrecision), { threats, benigns, seed });
  if (found === null) return null;
  const [lower, upper] = found.bounds;
  if (lower !== upper && Math.min(threats, benigns) >= LEAST_OF_A_KIND) {
    return { value: found.observed, bounds: found.bounds };
  }
  const open = openBounds(scores, seed);
  return { value: found.observed, bounds: [Math.min(open[0], lower), Math.max(open[1], upper)] };
}

function openBounds(scores: RankedScores, seed: number): Interval {
  const unit = seededUnit(seed);
  const threats = oneMore(scores.threatLevels.length, unit);
  const benigns = oneMore(scores.benignLevels.length, unit);
  const top = scores.values.length + 1;
  const worst = withOneMore(scores, { threat: 0, benign: top });
  const best = withOneMore(scores, { threat: top, benign: 0 });
  const lowest = new Float64Array(DRAWS);
  const highest = new Float64Array(DRAWS);
  for (let i = 0; i < DRAWS; i++) {
    const weights = { threats: threats(), benigns: benigns() };
    lowest[i] = worst(weights) ?? Number.NaN;
    highest[i] = best(weights) ?? Number.NaN;
  }
  // Sums of shares may end a rounding error beyond 1.
  return [unsortedQuantile(lowest, 0.025), Math.min(1, unsortedQuantile(highest, 0.975))];
}

/** The scans as they are, between a level below all of them and one above, where the two more stand. */
function withOneMore(
  { values, threatLevels, benignLevels }: RankedScores,
  more: { readonly threat: number; readonly benign: number },
): Statistic {
  return statisticOf(
    {
      values: Float64Array.of(Number.NEGATIVE_INFINITY, ...values, Number.POSITIVE_INFINITY),
      threatLevels: Uint32Array.of(...threatLevels.map((level) => level + 1), more.threat),
      benignLevels: Uint32Array.of(...benignLevels.map((level) => level + 1), more.benign),
    },
    averagePrecision,
  );
}
