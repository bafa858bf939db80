import type { InspectedRates } from '../../domain/comparison/inspected-comparison.ts';
import type { AlarmRates } from '../../domain/comparison/rate.ts';
import { DECISIONS, type DecisionName } from '../../domain/screening/decision.ts';
import { rateOf } from '../rates.ts';
import { allInspected, type JointCell } from './joint-cell.ts';

/** The uncorrected figures of the first or of the second technology. */
export function inspectedRates(cells: readonly JointCell[], technology: 'first' | 'second'): InspectedRates {
  const tally = (count: (cell: JointCell) => number) => (decision: DecisionName) =>
    cells.reduce((sum, cell) => (cell[technology] === decision ? sum + count(cell) : sum), 0);
  const screened = tally(({ screened }) => screened);
  const inspected = tally((cell) => allInspected(cell).scans);
  const threats = tally((cell) => allInspected(cell).threats);
  const shareOf = (decision: DecisionName) =>
    screened(decision) === 0 ? null : rateOf(inspected(decision), screened(decision));
  return {
    isBiased: true,
    rates: {
      threats: alarmRatesOf(threats),
      benigns: alarmRatesOf((decision) => inspected(decision) - threats(decision)),
    },
    inspectedShares: { alarm: shareOf('alarm'), clear: shareOf('clear'), undecided: shareOf('undecided') },
  };
}

function alarmRatesOf(countOf: (decision: DecisionName) => number): AlarmRates | null {
  const n = DECISIONS.reduce((sum, decision) => sum + countOf(decision), 0);
  if (n === 0) return null;
  const [alarms, undecided] = [countOf('alarm'), countOf('undecided')];
  return {
    alarm: rateOf(alarms, n),
    undecided: rateOf(undecided, n),
    alarmOrUndecided: rateOf(alarms + undecided, n),
  };
}
