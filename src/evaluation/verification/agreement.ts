import { DECISIONS, type DecisionName } from '../../domain/decision.ts';
import { type Rate, rateOf } from '../rates.ts';
import type { JointCell } from './joint-cell.ts';

/** How often two technologies say the same of a scan, whatever was in it. */
export interface Agreement {
  /** Scans with the same decision by both, of all that both screened. */
  readonly same: Rate;
  /**
   * Cohen's kappa: 0 where they agree as often as by chance, given how often each says what; 1 where always. Null where
   * both always say one and the same thing, so that chance alone explains all.
   */
  readonly kappa: number | null;
}

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
