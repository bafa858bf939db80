import type { CorrectedComparison, CorrectedShare } from '../../src/domain/comparison/inspected-comparison.ts';
import { correctedRates } from '../../src/evaluation/verification/corrected-rates.ts';
import { inspectedRates } from '../../src/evaluation/verification/inspected-rates.ts';
import { type PilotPlan, simulatePilot } from './simulate-pilot.ts';

/** How a figure did over the pilots that had it. */
interface Performance {
  /** Of those that had a value beside the interval: without a single threat found there is none. */
  readonly meanValue: number | null;
  readonly meanWidth: number | null;
  /** Pilots whose interval held the truth. */
  readonly covering: number;
  readonly pilots: number;
}

/** One figure over all pilots of a plan. */
export interface Coverage {
  readonly figure: string;
  readonly truth: number;
  readonly corrected: Performance;
  /** Null for figures that are never given uncorrected. */
  readonly uncorrected: Performance | null;
}

interface Figure {
  readonly name: string;
  readonly truthOf: (plan: PilotPlan) => number;
  readonly correctedOf: (corrected: Estimated) => CorrectedShare;
  readonly uncorrected: { readonly technology: 'first' | 'second'; readonly kind: 'threats' | 'benigns' } | null;
}

type Estimated = Extract<CorrectedComparison, { state: 'estimated' }>;

const FIGURES: readonly Figure[] = [
  ...(['first', 'second'] as const).flatMap((technology): readonly Figure[] => [
    {
      name: `Pd of the ${technology}`,
      truthOf: (plan) => plan[technology].pd,
      correctedOf: (corrected) => corrected[technology].pd,
      uncorrected: { technology, kind: 'threats' },
    },
    {
      name: `Pfa of the ${technology}`,
      truthOf: (plan) => plan[technology].pfa,
      correctedOf: (corrected) => corrected[technology].pfa,
      uncorrected: { technology, kind: 'benigns' },
    },
  ]),
  {
    name: 'Pd difference',
    truthOf: ({ first, second }) => first.pd - second.pd,
    correctedOf: ({ pdDifference }) => pdDifference,
    uncorrected: null,
  },
  {
    name: 'Pfa difference',
    truthOf: ({ first, second }) => first.pfa - second.pfa,
    correctedOf: ({ pfaDifference }) => pfaDifference,
    uncorrected: null,
  },
  {
    name: 'prevalence',
    truthOf: ({ prevalence }) => prevalence,
    correctedOf: ({ prevalence }) => prevalence,
    uncorrected: null,
  },
];

/** Simulates pilots of one plan, the seed telling them apart, and counts whose intervals hold what the plan says. */
export function measureCoverage(plan: PilotPlan, pilots: number, seed: number): readonly Coverage[] {
  const runs = Array.from({ length: pilots }, (_, pilot) => {
    const cells = simulatePilot(plan, seed * pilots + pilot);
    const uncorrected = { first: inspectedRates(cells, 'first'), second: inspectedRates(cells, 'second') };
    return { corrected: correctedRates(cells, { seed: pilot }), uncorrected };
  });
  return FIGURES.map(({ name, truthOf, correctedOf, uncorrected }) => {
    const truth = truthOf(plan);
    const corrected = runs.flatMap((run) => (run.corrected.state === 'estimated' ? [correctedOf(run.corrected)] : []));
    const rates = runs.flatMap((run) => {
      const found = uncorrected && run.uncorrected[uncorrected.technology].rates[uncorrected.kind];
      return found ? [{ value: found.alarm.rate, bounds: found.alarm.bounds }] : [];
    });
    return {
      figure: name,
      truth,
      corrected: performanceOf(corrected, truth),
      uncorrected: uncorrected && performanceOf(rates, truth),
    };
  });
}

function performanceOf(shares: readonly CorrectedShare[], truth: number): Performance {
  return {
    meanValue: mean(shares.flatMap(({ value }) => (value === null ? [] : [value]))),
    meanWidth: mean(shares.map(({ bounds: [lower, upper] }) => upper - lower)),
    covering: shares.filter(({ bounds: [lower, upper] }) => lower <= truth && truth <= upper).length,
    pilots: shares.length,
  };
}

/** Null of nothing. */
function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
