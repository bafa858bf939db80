import type { Comparison } from '../../evaluation/evaluation.ts';
import type { PairReport } from './pair-report.ts';

/** What is shown of the first technology of a pair beside the second, in one respect. */
export type Finding = 'better' | 'worse' | 'none shown' | 'not compared';

/** A difference is called one where its p-value, corrected over all pairs, is below it. */
export const ALPHA = 0.05;

/** Whether it finds more, at one false-alarm limit. */
export function pdFinding(compared: PairReport['pd'][number] | undefined): Finding {
  if (compared?.state !== 'estimated') return 'not compared';
  const { difference, bounds } = compared;
  if (bounds[0] <= 0 && bounds[1] >= 0) return 'none shown';
  return difference > 0 ? 'better' : 'worse';
}

/** Whether it ranks threats better above benign scans. */
export function rankingFinding(tests: Comparison | undefined): Finding {
  const auroc = tests?.auroc ?? null;
  if (auroc === null) return 'not compared';
  if (auroc.pHolm === null || auroc.pHolm >= ALPHA) return 'none shown';
  return auroc.difference > 0 ? 'better' : 'worse';
}

/** Whether it is faster, in one scenario. */
export function speedFinding(compared: PairReport['speed'][number] | undefined): Finding {
  if (compared?.state !== 'estimated') return 'not compared';
  const [lower, upper] = compared.bounds;
  if (lower <= 1 && upper >= 1) return 'none shown';
  return compared.ratio > 1 ? 'better' : 'worse';
}
