import { attainablePfas } from '../../evaluation/attainable-pfas.ts';
import { benignsToLimit } from '../../evaluation/compare-pd.ts';
import { operatingCurve } from '../../evaluation/operating-curve.ts';
import type { RankedScores } from '../../evaluation/ranked-scores.ts';
import { type JudgedScan, rankingOf } from '../evaluation/judged-scan.ts';
import type { Plan } from './plan/plan.ts';
import type { Detection } from './report/report.ts';

/**
 * What one technology finds by what it alarms on for nothing: Pd at the limits of the plan, and the curve through every
 * rule worth drawing, each with a band. Over the scans that have a score.
 */
export function measureDetection(scans: readonly JudgedScan[], plan: Pick<Plan, 'pfaLimits'>): Detection {
  return detectionOf(rankingOf(scans), plan);
}

/** The same of scores that are ranked already. */
export function detectionOf(scores: RankedScores, { pfaLimits }: Pick<Plan, 'pfaLimits'>): Detection {
  const threats = scores.threatLevels.length;
  const benigns = scores.benignLevels.length;
  const atLimits = operatingCurve(scores, pfaLimits) ?? [];
  const curve = operatingCurve(scores, attainablePfas(benigns)) ?? [];
  return {
    threats,
    benigns,
    atLimits: atLimits.map((point) => {
      const needed = benignsToLimit(point.pfaLimit);
      if (benigns >= needed) return { state: 'estimated', ...point };
      return { state: 'too-few-benigns', pfaLimit: point.pfaLimit, benigns, needed };
    }),
    curve: curve.map(({ pfaLimit, pd, pdBand }) => ({ pfa: pfaLimit, pd: pd.rate, pdBand })),
  };
}
