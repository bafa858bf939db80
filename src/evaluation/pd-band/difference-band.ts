import type { Interval } from '../bootstrap-interval.ts';
import type { RankedScores } from '../ranked-scores.ts';
import { unsortedQuantile } from '../unsorted-quantile.ts';
import { gammaDraws } from '../verification/gamma-draws.ts';
import { type AlarmLevels, alarmLevelsOf } from './alarm-levels.ts';

const LEAST_DRAWS = 2000;

export interface DifferenceBand {
  readonly bounds: Interval;
  /**
   * Two-sided, of "no difference": below 5 % where the bounds leave 0 out, but for one draw. None of so many draws on the other
   * side of 0 is no proof that there are none: it counts as one.
   */
  readonly pValue: number;
}

export interface DrawnAt {
  readonly pfaLimit: number;
  readonly seed: number;
  /** Beside so many other differences it is to be tested; 0 without it. */
  readonly others?: number;
}

/**
 * 95 % bounds of the Pd of the first less that of the second, each at the threshold whose Pfa truly is the limit: what
 * `pdBandOf` is for one technology, for two on the same scans.
 *
 * How much of all benign scans lies between one benign score and the next is uniform over all ways to share (Wilks 1941,
 * doi:10.1214/aoms/1177731788): the shares of n scans and of one that nobody saw. Each draw gives every scan one share for
 * both technologies, so what both find hard cancels, and reads both thresholds from it. Where between two benign scores a
 * threshold lies is not known, nor where the unseen scan does: by a coin for each technology it is the highest of all and
 * the threshold finds fewest, or the other way round. By one more, a threat that nobody saw is found by the first alone or
 * by the second alone. Where no benign scan lies above a threshold there is no coin: what it finds stands against the first
 * at the lower end and against the second at the upper, so that few benign scans leave the difference as open as each band.
 *
 * A bootstrap knows of no benign scan above the highest one seen. The worst of all coins in each draw would hold
 * differences in 98 % of cases and more, and be wider than it need be.
 */
export function differenceBand(
  first: RankedScores,
  second: RankedScores,
  { pfaLimit, seed, others = 0 }: DrawnAt,
): DifferenceBand {
  const draws = drawsBeside(others);
  const gamma = gammaDraws(seed);
  const isHeads = () => gamma(1) < Math.LN2;
  const benigns = first.benignLevels.length;
  const most = likelyMost(benigns, pfaLimit);
  const [a, b] = [alarmLevelsOf(first, most), alarmLevelsOf(second, most)];
  // The others' shares matter by their sum alone.
  const drawn = [...new Set([...a.highest, ...b.highest])];
  const shares = new Float64Array(benigns);
  const weights = new Float64Array(first.threatLevels.length);
  const lowest = new Float64Array(draws);
  const highest = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const unseen = gamma(1);
    let all = unseen + gamma(benigns - drawn.length);
    for (const place of drawn) {
      const share = gamma(1);
      shares[place] = share;
      all += share;
    }
    const allowed = pfaLimit * all;
    const unseenThreat = gamma(1);
    let threats = unseenThreat;
    for (let place = 0; place < weights.length; place++) {
      const weight = gamma(1);
      weights[place] = weight;
      threats += weight;
    }
    const hitsFrom = (threatLevels: Uint32Array, lowestLevel = 0) => {
      let sum = 0;
      for (let place = 0; place < threatLevels.length; place++) {
        if ((threatLevels[place] ?? 0) >= lowestLevel) sum += weights[place] ?? 0;
      }
      return sum;
    };
    const hits = (alarms: AlarmLevels, threatLevels: Uint32Array) => {
      const count = countBelow(alarms, shares, allowed - unseen);
      const isFewest = count > 0 && isHeads();
      const level = isFewest ? alarms.fewestHits[count] : alarms.mostHits[countWithin(alarms, shares, allowed)];
      const most = hitsFrom(threatLevels, level);
      return { least: count > 0 ? most : 0, most };
    };
    const ofFirst = hits(a, first.threatLevels);
    const ofSecond = hits(b, second.threatLevels);
    const ofNobody = isHeads() ? unseenThreat : -unseenThreat;
    lowest[draw] = (ofFirst.least - ofSecond.most + ofNobody) / threats;
    highest[draw] = (ofFirst.most - ofSecond.least + ofNobody) / threats;
  }
  const against = Math.min(
    countOf(lowest, (value) => value <= 0),
    countOf(highest, (value) => value >= 0),
  );
  return {
    // Sums of shares may end a rounding error beyond 1.
    bounds: [Math.max(-1, unsortedQuantile(lowest, 0.025)), Math.min(1, unsortedQuantile(highest, 0.975))],
    pValue: Math.min(1, (2 * (against + 1)) / (draws + 1)),
  };
}

/** So many that the least p-value, times all tests (Holm), is well below 5 %. */
function drawsBeside(others: number): number {
  return Math.max(LEAST_DRAWS, 100 * (others + 1));
}

function countOf(values: Float64Array, isCounted: (value: number) => boolean): number {
  return values.reduce((count, value) => count + (isCounted(value) ? 1 : 0), 0);
}

/** More benign scans than lie above a threshold in one of a thousand million draws. */
function likelyMost(n: number, pfaLimit: number): number {
  return Math.min(n, Math.ceil(n * pfaLimit + 7 * Math.sqrt(n * pfaLimit) + 20));
}

/** How many of the highest scans have shares that are within what is allowed: each its own and those above it. */
function countWithin({ highest }: AlarmLevels, shares: Float64Array, allowed: number): number {
  let left = allowed;
  let count = 0;
  for (const place of highest) {
    left -= shares[place] ?? 0;
    if (left < 0) break;
    count++;
  }
  return count;
}

/** The same where only the shares above a scan count: with the unseen one on top, each share lies below its scan. */
function countBelow({ highest }: AlarmLevels, shares: Float64Array, allowed: number): number {
  let left = allowed;
  let count = 0;
  for (const place of highest) {
    if (left < 0) break;
    count++;
    left -= shares[place] ?? 0;
  }
  return count;
}
