import { isCalibrated } from '../../../domain/technology/operating-point.ts';
import { comparePdAt } from '../../../evaluation/compare-pd.ts';
import { speedRatio } from '../../../performance/speed-ratio.ts';
import type { Comparison } from '../../evaluation/evaluation.ts';
import { rankingOf } from '../../evaluation/judged-scan.ts';
import type { ScoredScan } from '../../evaluation/scored-scan.ts';
import { answerText } from '../answer-text.ts';
import type { Plan } from '../plan/plan.ts';
import type { Agreement, PairReport } from '../report/pair-report.ts';
import type { ReportedTechnology } from '../report/report.ts';
import { holdsTraffic } from '../speed/held-traffic.ts';
import { withheldIn } from '../speed/timed-failures.ts';
import { correctOverPairs } from './correct-over-pairs.ts';
import { verdictOn } from './verdict.ts';

export interface PairsOptions {
  readonly technologies: readonly ReportedTechnology[];
  /** With a verdict of each technology, in their order. */
  readonly scans: readonly ScoredScan[];
  /** The paired tests of the accuracy run. */
  readonly comparisons: readonly Comparison[];
  readonly plan: Pick<Plan, 'pfaLimits' | 'seed' | 'scenarios'>;
}

/**
 * Every two technologies beside each other: quality on the same scans, speed in the same rounds, and a verdict. What differs at
 * one false-alarm limit, and in one scenario, is tested over all pairs together.
 */
export function comparePairs({ technologies, scans, comparisons, plan }: PairsOptions): readonly PairReport[] {
  // The verdict tells of the first scenario.
  const [told] = plan.scenarios;
  const pairs = technologies.flatMap((second, secondPlace) =>
    technologies.slice(0, secondPlace).map((first, firstPlace) => ({ first, second, firstPlace, secondPlace })),
  );
  const others = pairs.length - 1;
  const compared = pairs.map((pair) => ({
    ...pair,
    pd: comparePds(scans, pair.firstPlace, pair.secondPlace, { ...plan, others }),
    speed: compareSpeeds(pair.first, pair.second),
  }));
  const pds = correctOverPairs(
    compared.map(({ pd }) => pd),
    ({ pfaLimit }) => pfaLimit,
  );
  const speeds = correctOverPairs(
    compared.map(({ speed }) => speed),
    ({ scenario }) => scenario,
  );
  return compared.map(({ first, second, firstPlace, secondPlace }, place) => {
    const agreement = agreementOf(scans, firstPlace, secondPlace);
    const [pd = [], speed = []] = [pds[place], speeds[place]];
    const tests = comparisons.find(
      (other) => other.condition === 'all' && other.first === first.id && other.second === second.id,
    );
    const both = [first, second];
    const refused = both.filter((technology) => technology.speed.state === 'refused').map(({ id }) => id);
    const withheld = both.filter(({ speed: own }) => withheldIn(own, told?.scenario)).map(({ id }) => id);
    const uncalibrated = both.filter((other) => !isCalibrated(other.operatingPoint)).map(({ id }) => id);
    const planned = plan.scenarios.length;
    const verdict = verdictOn({ agreement, pd, speed, planned, tests, refused, uncalibrated, withheld });
    return { first: first.id, second: second.id, agreement, pd, speed, verdict };
  });
}

function agreementOf(scans: readonly ScoredScan[], first: number, second: number): Agreement {
  const pairs = scans.flatMap(({ verdicts }) => {
    const [a, b] = [verdicts[first], verdicts[second]];
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  return {
    scans: pairs.length,
    sameScore: pairs.filter(({ a, b }) => a.score === b.score).length,
    sameAnswer: pairs.filter(({ a, b }) => answerText(a) === answerText(b)).length,
  };
}

/** On the scans that have a score from both. */
function comparePds(
  scans: readonly ScoredScan[],
  first: number,
  second: number,
  { pfaLimits, seed, others }: Pick<Plan, 'pfaLimits' | 'seed'> & { readonly others: number },
): PairReport['pd'] {
  const both = scans.flatMap(({ verdicts, ...scan }) => {
    const [a, b] = [verdicts[first], verdicts[second]];
    return a === undefined || b === undefined || a.score === null || b.score === null ? [] : [{ scan, a, b }];
  });
  const rankings = [
    rankingOf(both.map(({ scan, a }) => ({ ...scan, ...a }))),
    rankingOf(both.map(({ scan, b }) => ({ ...scan, ...b }))),
  ] as const;
  return pfaLimits
    .map((pfaLimit) => comparePdAt(...rankings, { pfaLimit, seed, others }))
    .filter((compared) => compared !== null);
}

function compareSpeeds(first: ReportedTechnology, second: ReportedTechnology): PairReport['speed'] {
  if (first.speed.state === 'refused' || second.speed.state === 'refused') return [];
  const others = second.speed.scenarios;
  return first.speed.scenarios.flatMap((result): PairReport['speed'] => {
    const { scenario, msPerScanByRound } = result;
    const other = others.find((candidate) => candidate.scenario === scenario);
    const technologies = [
      ...(holdsTraffic(result) ? [] : [first.id]),
      ...(other === undefined || holdsTraffic(other) ? [] : [second.id]),
    ];
    if (other !== undefined && technologies.length > 0) return [{ state: 'not-held', scenario, technologies }];
    const rounds = msPerScanByRound.flatMap((firstMs, round) => {
      const secondMs = other?.msPerScanByRound[round];
      return secondMs === undefined ? [] : [{ firstMs, secondMs }];
    });
    return rounds.length === 0 ? [] : [{ scenario, ...speedRatio(rounds) }];
  });
}
