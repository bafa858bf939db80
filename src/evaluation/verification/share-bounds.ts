import type { Interval } from '../bootstrap-interval.ts';
import { unsortedQuantile } from '../unsorted-quantile.ts';
import { type DrawnCell, drawCell, type Mass, startDrawing } from './drawn-cell.ts';
import { gammaDraws } from './gamma-draws.ts';
import { type JointCell, standingInspected } from './joint-cell.ts';

export type Truth = 'threat' | 'benign';

/**
 * A share, or a difference of two shares of the same scans, told by what each kind of scans counts for: 1 in the
 * numerator (−1: in that of the share taken away), 0 in the denominator alone, null not at all.
 */
export interface Share {
  readonly isDifference: boolean;
  readonly weigh: (cell: JointCell, truth: Truth) => 1 | -1 | 0 | null;
}

export interface ShareBoundsOptions {
  /** A whole number: the same seed gives the same bounds on every machine. */
  readonly seed: number;
  readonly draws?: number;
}

const DRAWS = 4000;

/**
 * 95 % bounds of shares of all scans, of which only some were inspected.
 *
 * Each draw is one possible stream of scans, as `drawCell` draws it. The doubt in it is taken for one end of the interval
 * to speak against the share, and for the other end for it; in a sum over inspected cells only where it weighs most. The
 * ends are the 2.5 % quantile of the one and the 97.5 % quantile of the other. So a cell without a single threat found
 * widens a bound; one in which nobody looked may hold anything; and where all scans were inspected the bounds are Clopper
 * and Pearson's. They are therefore conservative: they hold in 95 % of pilots or more.
 *
 * Melded intervals: Fay, Proschan, Brittain (2015), doi:10.1111/biom.12231; the doubt where it weighs most: Fay and
 * Feuer (1997), doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#.
 */
export function shareBounds(
  cells: readonly JointCell[],
  shares: readonly Share[],
  { seed, draws = DRAWS }: ShareBoundsOptions,
): readonly Interval[] {
  const gamma = gammaDraws(seed);
  const drawn = cells.map(startDrawing);
  const plans = shares.map((share) => ({
    counted: planSide(drawn, share, 1),
    takenAway: planSide(drawn, share, -1),
    rest: planSide(drawn, share, 0),
    lowest: new Float64Array(draws),
    highest: new Float64Array(draws),
  }));
  for (let draw = 0; draw < draws; draw++) {
    for (const cell of drawn) drawCell(cell, gamma);
    for (const plan of plans) {
      const { counted, takenAway, rest } = plan;
      sumSide(counted, gamma);
      sumSide(takenAway, gamma);
      sumSide(rest, gamma);
      // The rest draws a difference towards 0, from whichever side, so that either of its ends may be the extreme one.
      plan.lowest[draw] = Math.min(
        ratio(counted.low, takenAway.high, rest.low),
        ratio(counted.low, takenAway.high, rest.high),
      );
      plan.highest[draw] = Math.max(
        ratio(counted.high, takenAway.low, rest.low),
        ratio(counted.high, takenAway.low, rest.high),
      );
    }
  }
  return plans.map(({ lowest, highest }) => [unsortedQuantile(lowest, 0.025), unsortedQuantile(highest, 0.975)]);
}

/** 0 of nothing: a share whose scans all are in doubt is 0 at the least. */
function ratio(counted: number, takenAway: number, rest: number): number {
  const all = counted + takenAway + rest;
  return all > 0 ? (counted - takenAway) / all : 0;
}

/** The masses that count alike in a share, where the doubt about their sum is, and that sum, written over by each draw. */
interface Side {
  readonly masses: readonly Mass[];
  /** `outside` is one more scan of a kind that was never inspected; null for the empty side of what is no difference. */
  readonly doubt: Mass | 'outside' | null;
  low: number;
  high: number;
}

function planSide(drawn: readonly DrawnCell[], { isDifference, weigh }: Share, side: 1 | -1 | 0): Side {
  if (side === -1 && !isDifference) return { masses: [], doubt: null, low: 0, high: 0 };
  const masses: Mass[] = [];
  let doubt: Side['doubt'] = 'outside';
  let heaviest = 0;
  for (const drawnCell of drawn) {
    for (const truth of ['threat', 'benign'] as const) {
      if (weigh(drawnCell.cell, truth) !== side) continue;
      masses.push(drawnCell[truth]);
      const hidden = mayHide(drawnCell.cell);
      if (hidden > heaviest) [heaviest, doubt] = [hidden, drawnCell[truth]];
    }
  }
  return { masses, doubt, low: 0, high: 0 };
}

/** How many scans of a truth may be there at 97.5 % when no inspection found one; 0 where there was none to find it. */
function mayHide(cell: JointCell): number {
  const { scans } = standingInspected(cell);
  return scans === 0 ? 0 : cell.screened * (1 - 0.025 ** (1 / scans));
}

function sumSide(side: Side, gamma: (shape: number) => number): void {
  const { masses, doubt } = side;
  let low = 0;
  let high = doubt === 'outside' ? gamma(1) : 0;
  for (const mass of masses) {
    low += mass.low;
    high += mass === doubt ? mass.high : mass.middle;
  }
  side.low = low;
  side.high = high;
}
