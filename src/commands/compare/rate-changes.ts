import { NO_RATES } from '../../domain/comparison/rate.ts';
import type { AnswerName } from '../../domain/screening/decision.ts';
import { type EventCount, fisherPValue } from '../../evaluation/fisher.ts';
import { independentDifference } from '../../evaluation/independent-difference.ts';
import { mcnemarPValue, pairedCounts } from '../../evaluation/mcnemar.ts';
import { pairedDifference } from '../../evaluation/paired-difference.ts';
import { wilsonBounds } from '../../evaluation/rate-bounds.ts';
import { failedShare } from '../../evaluation/rates.ts';
import type { Measures } from '../evaluation/evaluation.ts';
import { findPopulation } from '../evaluation/find-population.ts';
import type { RawChange } from './judge-changes.ts';
import type { PairedScan } from './pair-scans.ts';

type Answer = PairedScan['first'][number];

/** A rate that is compared: over which scans, of which answers, and which way is better. */
interface ComparedRate {
  readonly measure: string;
  readonly truth: PairedScan['truth'] | 'any';
  readonly counts: (answer: Pick<Answer, 'decision' | 'score'>) => boolean;
  readonly better: 'higher' | 'lower';
  readonly gates: boolean;
  /** Left out where it is 0 in both reports, as it should be. */
  readonly isRare?: true;
}

const decided =
  (decision: AnswerName) =>
  (answer: Pick<Answer, 'decision'>): boolean =>
    answer.decision === decision;

const RATES: readonly ComparedRate[] = [
  { measure: 'Pd', truth: 'threat', counts: decided('alarm'), better: 'higher', gates: true },
  { measure: 'Pfa', truth: 'benign', counts: decided('alarm'), better: 'lower', gates: true },
  { measure: 'without a score', truth: 'any', counts: ({ score }) => score === null, better: 'lower', gates: true },
  { measure: 'threats undecided', truth: 'threat', counts: decided('undecided'), better: 'lower', gates: false },
  { measure: 'benigns undecided', truth: 'benign', counts: decided('undecided'), better: 'lower', gates: false },
  // What fails has no score, so that the gate looks at it already.
  { measure: 'failed', truth: 'any', counts: decided('failed'), better: 'lower', gates: false, isRare: true },
];

/** A scan with what each technology answered. */
export interface AnsweredScan {
  readonly truth: PairedScan['truth'];
  readonly first: Answer;
  readonly second: Answer;
}

/** Rates at the thresholds as shipped, on the same scans: exact McNemar, Tango's bounds. */
export function pairedRateChanges(scans: readonly AnsweredScan[]): readonly RawChange[] {
  return RATES.flatMap(({ measure, truth, counts, better, gates, isRare }) => {
    const held = scans.filter((scan) => truth === 'any' || scan.truth === truth);
    // The second comes first: the difference is what changed from the first report to the second.
    const pairs = pairedCounts(held.map(({ first, second }) => [counts(second), counts(first)]));
    const compared = pairedDifference(pairs);
    if (compared === null) return [];
    const n = held.length;
    if (isRare && pairs.bothWrong === n) return [];
    return [
      {
        measure,
        unit: 'share',
        first: (pairs.bothRight + pairs.onlySecondRight) / n,
        second: (pairs.bothRight + pairs.onlyFirstRight) / n,
        n: [n, n],
        effect: compared.difference,
        bounds: compared.bounds,
        test: `McNemar, ${pairs.onlyFirstRight} and ${pairs.onlySecondRight} discordant`,
        pValue: mcnemarPValue(pairs),
        better,
        gates,
      },
    ];
  });
}

/** The same rates from the counts of each report, on different scans: Fisher's exact test, Newcombe's bounds. */
export function independentRateChanges(first: Measures, second: Measures): readonly RawChange[] {
  const [before, after] = [countsOf(first), countsOf(second)];
  return RATES.flatMap(({ measure, better, gates, isRare }) => {
    const [a, b] = [before[measure], after[measure]];
    if (a === undefined || b === undefined || a.n === 0 || b.n === 0) return [];
    if (isRare && a.count === 0 && b.count === 0) return [];
    const { difference, bounds } = independentDifference(bounded(b), bounded(a));
    return [
      {
        measure,
        unit: 'share',
        first: a.count / a.n,
        second: b.count / b.n,
        n: [a.n, b.n],
        effect: difference,
        bounds,
        test: 'Fisher',
        pValue: fisherPValue(a, b),
        better,
        gates,
      },
    ];
  });
}

/** By the names of the rates. */
function countsOf(measures: Measures): Readonly<Record<string, EventCount>> {
  const { threats, benigns } = findPopulation(measures, 'all threats')?.rates ?? NO_RATES;
  const n = (threats?.alarm.n ?? 0) + (benigns?.alarm.n ?? 0);
  return {
    ...(threats !== null && { Pd: threats.alarm, 'threats undecided': threats.undecided }),
    ...(benigns !== null && { Pfa: benigns.alarm, 'benigns undecided': benigns.undecided }),
    'without a score': { count: measures.unscored, n },
    failed: { count: failedShare({ threats, benigns })?.count ?? 0, n },
  };
}

function bounded({ count, n }: EventCount) {
  return { value: count / n, bounds: wilsonBounds(count, n) };
}
