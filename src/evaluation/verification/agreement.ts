import type { Agreement } from '../../domain/comparison/inspected-comparison.ts';
import { DECISIONS, type DecisionName } from '../../domain/screening/decision.ts';
import { rateOf } from '../rates.ts';
import type { JointCell } from './joint-cell.ts';

/** Agreement over three decisions; null without a scan. Cohen (1960), doi:10.1177/001316446002000104. */
export function agreement(cells: readonly JointCell[]): Agreement | null {
  const count = (isMeant: (cell: JointCell) => boolean) =>
    cells.reduce((sum, cell) => (isMeant(cell) ? sum + cell.screened : sum), 0);
  const n = count(() => true);
  if (n === 0) return null;
  const same = rateOf(
    count(({ first, second }) => first === second),
    n,
  );
  const shareOf = (technology: 'first' | 'second', decision: DecisionName) =>
    count((cell) => cell[technology] === decision) / n;
  const byChance = DECISIONS.reduce((sum, name) => sum + shareOf('first', name) * shareOf('second', name), 0);
  return { same, kappa: byChance < 1 ? (same.rate - byChance) / (1 - byChance) : null };
}
