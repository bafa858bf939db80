import { type JointCell, standingInspected, sumInspected } from './joint-cell.ts';
import type { Share } from './share-bounds.ts';

/** A cell with the threats that it may be expected to hold, inspected or not. */
interface CellEstimate {
  readonly cell: JointCell;
  readonly threats: number;
}

/**
 * The threats of each cell: its scans times the share of threats among its inspected ones. A cell in which nobody looked
 * borrows the share of the others that the champion sent, or did not send, to inspection: survey statistics' collapsed
 * strata (Cochran 1977, Sampling Techniques, ch. 5A). Null where the borrowers have more scans than the lenders, which
 * would then tell nothing of them.
 */
export function estimateThreats(cells: readonly JointCell[]): readonly CellEstimate[] | null {
  const estimates: CellEstimate[] = [];
  for (const isSent of [true, false]) {
    const alike = cells.filter(({ champion }) => (champion === 'alarm') === isSent);
    const lenders = alike.filter((cell) => standingInspected(cell).scans > 0);
    const lent = lenders.reduce((sum, { screened }) => sum + screened, 0);
    const all = alike.reduce((sum, { screened }) => sum + screened, 0);
    if (all > 2 * lent) return null;
    const together = sumInspected(lenders.map(standingInspected));
    for (const cell of alike) {
      const own = standingInspected(cell);
      const { scans, threats } = own.scans > 0 ? own : together;
      estimates.push({ cell, threats: (cell.screened * threats) / scans });
    }
  }
  return estimates;
}

/** A share of all scans, by the estimates of all cells; null where nothing is in its denominator. */
export function shareOf(estimates: readonly CellEstimate[], { weigh }: Share): number | null {
  let counted = 0;
  let all = 0;
  for (const { cell, threats } of estimates) {
    for (const truth of ['threat', 'benign'] as const) {
      const weight = weigh(cell, truth);
      if (weight === null) continue;
      const scans = truth === 'threat' ? threats : cell.screened - threats;
      counted += weight * scans;
      all += scans;
    }
  }
  return all > 0 ? counted / all : null;
}
