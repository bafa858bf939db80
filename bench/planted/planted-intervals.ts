import { auroc } from '../../src/evaluation/auroc.ts';
import { compareAurocs } from '../../src/evaluation/compare-aurocs.ts';
import { comparePdAt } from '../../src/evaluation/compare-pd.ts';
import { fisherPValue } from '../../src/evaluation/fisher.ts';
import { independentDifference } from '../../src/evaluation/independent-difference.ts';
import { mcnemarPValue, pairedCounts } from '../../src/evaluation/mcnemar.ts';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';
import { type RankedScores, rankScores } from '../../src/evaluation/ranked-scores.ts';
import { wilsonBounds } from '../../src/evaluation/rate-bounds.ts';
import { speedRatio } from '../../src/performance/speed-ratio.ts';
import { twoRunRatio } from '../../src/performance/two-run-ratio.ts';
import {
  aurocOfSkill,
  type DrawnScores,
  drawRounds,
  drawRun,
  drawScores,
  type PlantedPair,
  pdAt,
  ROUNDS,
  thresholdFor,
} from './draw-outcomes.ts';

/** One repetition: what was estimated, its bounds, and whether the method called the two different. */
export interface Estimated {
  readonly estimate: number;
  readonly bounds: readonly [number, number];
  readonly isCalledDifferent: boolean;
}

/** An interval of the reports, on outcomes of which the truth is known. */
export interface PlantedInterval {
  readonly what: string;
  readonly by: string;
  /** What the bounds should hold. */
  readonly truthOf: (planted: Planted) => number;
  readonly estimate: (planted: Planted, seed: number) => Estimated;
}

/** What is planted: two technologies, and how many times longer the second takes. */
export interface Planted {
  readonly pair: PlantedPair;
  readonly factor: number;
}

const PFA = 0.05;
const PFA_LIMIT = 0.1;
const ALPHA = 0.05;
const THRESHOLD = thresholdFor(PFA);

const isOff = ([lower, upper]: readonly [number, number], none: number) => lower > none || upper < none;

/** Every interval of a difference that `bench` and `compare` state. */
export const PLANTED_INTERVALS: readonly PlantedInterval[] = [
  {
    what: 'Pd difference at the threshold, same scans',
    by: 'Tango; McNemar',
    truthOf: ({ pair }) => pdAt(THRESHOLD, pair.firstSkill) - pdAt(THRESHOLD, pair.secondSkill),
    estimate: ({ pair }, seed) => paired(drawScores(pair, seed).threats),
  },
  {
    what: 'Pfa difference at the threshold, same scans',
    by: 'Tango; McNemar',
    truthOf: () => 0,
    estimate: ({ pair }, seed) => paired(drawScores(pair, seed).benigns),
  },
  {
    what: 'Pd difference at the threshold, other scans',
    by: 'Newcombe; Fisher',
    truthOf: ({ pair }) => pdAt(THRESHOLD, pair.firstSkill) - pdAt(THRESHOLD, pair.secondSkill),
    estimate: ({ pair }, seed) => {
      const [first, second] = otherScans(pair, seed);
      const n = pair.threats;
      const [a, b] = [alarms(first.threats.map(([score]) => score)), alarms(second.threats.map(([, score]) => score))];
      const { difference, bounds } = independentDifference(
        { value: a / n, bounds: wilsonBounds(a, n) },
        { value: b / n, bounds: wilsonBounds(b, n) },
      );
      return {
        estimate: difference,
        bounds,
        isCalledDifferent: fisherPValue({ count: a, n }, { count: b, n }) < ALPHA,
      };
    },
  },
  {
    what: 'Pd difference at Pfa 10 %, same scans',
    by: 'drawn thresholds',
    truthOf: ({ pair }) => {
      const threshold = thresholdFor(PFA_LIMIT);
      return pdAt(threshold, pair.firstSkill) - pdAt(threshold, pair.secondSkill);
    },
    estimate: ({ pair }, seed) => {
      const [first, second] = rankings(drawScores(pair, seed));
      const found = comparePdAt(first, second, { pfaLimit: PFA_LIMIT, seed });
      if (found?.state !== 'estimated') throw new Error('there are scans enough');
      return { estimate: found.difference, bounds: found.bounds, isCalledDifferent: isOff(found.bounds, 0) };
    },
  },
  {
    what: 'AUROC difference, same scans',
    by: 'DeLong',
    truthOf: ({ pair }) => aurocOfSkill(pair.firstSkill) - aurocOfSkill(pair.secondSkill),
    estimate: ({ pair }, seed) => {
      const compared = compareAurocs(...rankings(drawScores(pair, seed)));
      if (!compared.ok) throw new Error(compared.failure.message);
      const { difference, bounds, pValue } = compared.value;
      return { estimate: difference, bounds, isCalledDifferent: (pValue ?? 1) < ALPHA };
    },
  },
  {
    what: 'AUROC difference, other scans',
    by: 'DeLong, bounds recovered',
    truthOf: ({ pair }) => aurocOfSkill(pair.firstSkill) - aurocOfSkill(pair.secondSkill),
    estimate: ({ pair }, seed) => {
      const [one, other] = otherScans(pair, seed);
      const [first, second] = [auroc(rankings(one)[0]), auroc(rankings(other)[1])];
      if (first === null || second === null) throw new Error('there are scans of both kinds');
      const { difference, bounds } = independentDifference(first, second);
      return { estimate: difference, bounds, isCalledDifferent: isOff(bounds, 0) };
    },
  },
  {
    what: 'speed ratio, interleaved rounds',
    by: 'Student over rounds',
    truthOf: ({ factor }) => Math.log(factor),
    estimate: ({ factor }, seed) => {
      const found = speedRatio(drawRounds(seed, ROUNDS, factor));
      if (found.state !== 'estimated') throw new Error('there are rounds enough');
      const [lower, upper] = found.bounds;
      return {
        estimate: Math.log(found.ratio),
        bounds: [Math.log(lower), Math.log(upper)],
        isCalledDifferent: isOff(found.bounds, 1),
      };
    },
  },
  {
    what: 'speed ratio, two runs',
    by: 'Welch',
    truthOf: ({ factor }) => Math.log(factor),
    estimate: ({ factor }, seed) => {
      const found = twoRunRatio(drawRun(seed, 'first run', ROUNDS, 1), drawRun(seed, 'second run', ROUNDS, factor));
      if (found.state !== 'estimated') throw new Error('there are rounds enough');
      const [lower, upper] = found.bounds;
      return {
        estimate: Math.log(found.ratio),
        bounds: [Math.log(lower), Math.log(upper)],
        isCalledDifferent: found.pValue < ALPHA,
      };
    },
  },
];

function paired(scores: DrawnScores['threats']): Estimated {
  const counts = pairedCounts(scores.map(([first, second]) => [first >= THRESHOLD, second >= THRESHOLD]));
  const found = pairedDifference(counts);
  if (found === null) throw new Error('there are scans');
  return { estimate: found.difference, bounds: found.bounds, isCalledDifferent: mcnemarPValue(counts) < ALPHA };
}

/** Two draws, of which one technology is taken each. */
function otherScans(pair: PlantedPair, seed: number): readonly [DrawnScores, DrawnScores] {
  return [drawScores(pair, 2 * seed), drawScores(pair, 2 * seed + 1)];
}

function alarms(scores: readonly number[]): number {
  return scores.filter((score) => score >= THRESHOLD).length;
}

function rankings({ threats, benigns }: DrawnScores): [RankedScores, RankedScores] {
  const rank = (which: 0 | 1) => {
    const ranked = rankScores({
      threats: threats.map((scores) => scores[which]),
      benigns: benigns.map((scores) => scores[which]),
    });
    if (!ranked.ok) throw new Error(ranked.failure.message);
    return ranked.value;
  };
  return [rank(0), rank(1)];
}
