import { DECISIONS, type DecisionName } from '../../domain/decision.ts';
import { type AlarmRates, type DetectionRates, type Rate, rateOf } from '../rates.ts';
import { allInspected, type JointCell } from './joint-cell.ts';

/** What the inspected scans alone say of one technology. */
export interface InspectedRates {
  /** Always: alarms are opened more often than clears, so that misses stay unseen and Pd looks too good. */
  readonly isBiased: true;
  /** Pd and Pfa over the inspected scans, with the exact bounds that would hold had chance alone chosen them. */
  readonly rates: DetectionRates;
  /** How many of the scans with each decision were inspected; null where there is no such scan. */
  readonly inspectedShares: Readonly<Record<DecisionName, Rate | null>>;
}

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
