import type { Comparison } from '../../evaluation/evaluation.ts';
import { pText } from '../../report-text/number-text.ts';
import type { PairReport } from '../report/pair-report.ts';

/** What is shown of the first technology of a pair beside the second, in one respect. */
export type Finding = 'better' | 'worse' | 'none shown' | 'not compared';

/** A difference is called one where its p-value, corrected over all pairs, is below it. */
export const ALPHA = 0.05;

/** Whether it finds more, at one false-alarm limit. */
export function pdFinding(compared: PairReport['pd'][number] | undefined): Finding {
  if (compared?.state !== 'estimated') return 'not compared';
  if (!isShown(compared, 0)) return 'none shown';
  return compared.difference > 0 ? 'better' : 'worse';
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
  if (!isShown(compared, 1)) return 'none shown';
  return compared.ratio > 1 ? 'better' : 'worse';
}

interface Tested {
  readonly bounds: readonly [number, number];
  readonly pHolm?: number | undefined;
}

/** By the corrected p-value, where the report has one; else by the bounds. `none` is what no difference would be. */
function isShown({ bounds, pHolm }: Tested, none: number): boolean {
  return pHolm === undefined ? leavesOut(bounds, none) : pHolm < ALPHA;
}

/**
 * Bounds are of one pair alone: where they leave out what no difference would be and none is shown all the same, the corrected
 * p-value says why; else nothing does.
 */
export function whyNotShown({ bounds, pHolm }: Tested, none: number): string {
  return leavesOut(bounds, none) && pHolm !== undefined ? `, p ${pText(pHolm)} corrected over all pairs` : '';
}

function leavesOut([lower, upper]: readonly [number, number], none: number): boolean {
  return lower > none || upper < none;
}
