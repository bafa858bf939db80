import type { CorrectedComparison, CorrectedShare } from '../../domain/comparison/inspected-comparison.ts';
import type { DecisionName } from '../../domain/screening/decision.ts';
import { estimateThreats, shareOf } from './estimate-threats.ts';
import { type JointCell, standingInspected, sumInspected } from './joint-cell.ts';
import { type Share, type ShareBoundsOptions, shareBounds, type Truth } from './share-bounds.ts';

/**
 * Pd, Pfa, their differences and the prevalence, corrected for inspecting alarms more often than clears: the share of
 * threats in each cell of equal decisions, taken from its inspected scans, holds for all of its scans.
 * Begg and Greenes (1983), doi:10.2307/2530820, with both technologies' decisions as what selection depends on.
 *
 * It takes for granted that within a cell (the decisions of both technologies and of the champion) the inspections that
 * stand for others were drawn without knowing more: `random` ones by lot, and recorded as such even where the scan would
 * have been opened for another reason, too; those on `alarm` as capacity allowed, not by what officers saw on the image.
 * Where the latter is not so, Pfa and the hits are as wrong as that choice was good.
 */
export function correctedRates(cells: readonly JointCell[], options: ShareBoundsOptions): CorrectedComparison {
  const screened = cells.filter((cell) => cell.screened > 0);
  const unsent = screened.filter(({ champion }) => champion !== 'alarm');
  const isRandomlyChecked = unsent.some(({ inspected }) => inspected.random.scans > 0);
  if (screened.length === 0 || (unsent.length > 0 && !isRandomlyChecked)) return { state: 'no-random-inspections' };

  const uninspected = screened.filter((cell) => standingInspected(cell).scans === 0);
  const estimates = estimateThreats(screened);
  const names = Object.keys(SHARES);
  const bounds = shareBounds(screened, Object.values(SHARES), options);
  const of = (name: keyof typeof SHARES): CorrectedShare => {
    const value = estimates === null ? null : shareOf(estimates, SHARES[name]);
    return { value, bounds: bounds[names.indexOf(name)] ?? [-1, 1] };
  };
  return {
    state: 'estimated',
    first: {
      pd: of('firstPd'),
      pdOrUndecided: of('firstPdOrUndecided'),
      pfa: of('firstPfa'),
      pfaOrUndecided: of('firstPfaOrUndecided'),
    },
    second: {
      pd: of('secondPd'),
      pdOrUndecided: of('secondPdOrUndecided'),
      pfa: of('secondPfa'),
      pfaOrUndecided: of('secondPfaOrUndecided'),
    },
    pdDifference: of('pdDifference'),
    pfaDifference: of('pfaDifference'),
    prevalence: of('prevalence'),
    standing: sumInspected(screened.map(standingInspected)),
    uninspected: uninspected.map(({ first, second, champion, screened }) => ({ first, second, champion, screened })),
  };
}

const isAlarm = (decision: DecisionName) => decision === 'alarm';
const reachesOfficer = (decision: DecisionName) => decision !== 'clear';

const SHARES = {
  firstPd: rate('threat', 'first', isAlarm),
  firstPdOrUndecided: rate('threat', 'first', reachesOfficer),
  firstPfa: rate('benign', 'first', isAlarm),
  firstPfaOrUndecided: rate('benign', 'first', reachesOfficer),
  secondPd: rate('threat', 'second', isAlarm),
  secondPdOrUndecided: rate('threat', 'second', reachesOfficer),
  secondPfa: rate('benign', 'second', isAlarm),
  secondPfaOrUndecided: rate('benign', 'second', reachesOfficer),
  pdDifference: alarmDifference('threat'),
  pfaDifference: alarmDifference('benign'),
  prevalence: { isDifference: false, weigh: (_, truth) => (truth === 'threat' ? 1 : 0) },
} as const satisfies Readonly<Record<string, Share>>;

function rate(of: Truth, technology: 'first' | 'second', isCounted: (decision: DecisionName) => boolean): Share {
  return {
    isDifference: false,
    weigh: (cell, truth) => (truth !== of ? null : isCounted(cell[technology]) ? 1 : 0),
  };
}

function alarmDifference(of: Truth): Share {
  return {
    isDifference: true,
    weigh: ({ first, second }, truth) => {
      if (truth !== of) return null;
      if (isAlarm(first) === isAlarm(second)) return 0;
      return isAlarm(first) ? 1 : -1;
    },
  };
}
