import type { Interval } from '../bootstrap-interval.ts';
import { unsortedQuantile } from '../unsorted-quantile.ts';
import { type DrawnCell, drawingOf, type Masses } from './drawn-cell.ts';
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
 * Each draw is one possible stream of scans, as `drawingOf` draws it. The doubt in it is taken for one end of the interval
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
  const drawn = cells.map((cell) => drawingOf(cell, draws, gamma));
  const plans = shares.map(
    (share): Plan => ({
      counted: planSide(drawn, share, 1, draws),
      takenAway: planSide(drawn, share, -1, draws),
      rest: planSide(drawn, share, 0, draws),
    }),
  );
  const outside = plans
    .flatMap(({ counted, takenAway, rest }) => [counted, takenAway, rest])
    .flatMap(({ doubt }) => (doubt instanceof Float64Array ? [doubt] : []));
  for (let draw = 0; draw < draws; draw++) {
    for (const cell of drawn) cell.draw(draw);
    for (const doubt of outside) doubt[draw] = gamma(1);
  }
  // One share after another in the same room: to make room for each took a tenth of the time.
  const sums = { counted: emptySums(draws), takenAway: emptySums(draws), rest: emptySums(draws) };
  const ends = emptySums(draws);
  return plans.map(({ counted, takenAway, rest }) => {
    sumSide(counted, sums.counted);
    sumSide(takenAway, sums.takenAway);
    sumSide(rest, sums.rest);
    return boundsOf(sums, ends);
  });
}

/** What each side of a share sums up to, and what the share comes to, draw by draw: at least and at most. */
interface Sums {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function emptySums(draws: number): Sums {
  return { low: new Float64Array(draws), high: new Float64Array(draws) };
}

function boundsOf({ counted, takenAway, rest }: Readonly<Record<keyof Plan, Sums>>, ends: Sums): Interval {
  const { length } = ends.low;
  for (let draw = 0; draw < length; draw++) {
    ends.low[draw] = extreme(
      counted.low[draw] ?? 0,
      takenAway.high[draw] ?? 0,
      rest.high[draw] ?? 0,
      rest.low[draw] ?? 0,
    );
    ends.high[draw] = extreme(
      counted.high[draw] ?? 0,
      takenAway.low[draw] ?? 0,
      rest.low[draw] ?? 0,
      rest.high[draw] ?? 0,
    );
  }
  return [unsortedQuantile(ends.low, 0.025), unsortedQuantile(ends.high, 0.975)];
}

/**
 * The rest draws a difference towards 0, from whichever side: one rest speaks against a share above 0, the other against
 * one below. 0 of nothing: a share whose scans all are in doubt is 0 at the least.
 */
function extreme(counted: number, takenAway: number, restAbove: number, restBelow: number): number {
  const left = counted - takenAway;
  const all = counted + takenAway + (left < 0 ? restBelow : restAbove);
  return all > 0 ? left / all : 0;
}

/** The masses that count alike in a share, and where the doubt about their sum is. */
interface Side {
  readonly masses: readonly Masses[];
  /** Its own draws are of one more scan of a kind that was never inspected; null for the empty side of what is no difference. */
  readonly doubt: Masses | Float64Array | null;
}

interface Plan {
  readonly counted: Side;
  readonly takenAway: Side;
  readonly rest: Side;
}

function planSide(drawn: readonly DrawnCell[], { isDifference, weigh }: Share, side: 1 | -1 | 0, draws: number): Side {
  if (side === -1 && !isDifference) return { masses: [], doubt: null };
  const masses: Masses[] = [];
  let doubt: Masses | null = null;
  let heaviest = 0;
  for (const drawnCell of drawn) {
    for (const truth of ['threat', 'benign'] as const) {
      if (weigh(drawnCell.cell, truth) !== side) continue;
      masses.push(drawnCell[truth]);
      const hidden = mayHide(drawnCell.cell);
      if (hidden > heaviest) [heaviest, doubt] = [hidden, drawnCell[truth]];
    }
  }
  return { masses, doubt: doubt ?? new Float64Array(draws) };
}

/** How many scans of a truth may be there at 97.5 % when no inspection found one; 0 where there was none to find it. */
function mayHide(cell: JointCell): number {
  const { scans } = standingInspected(cell);
  return scans === 0 ? 0 : cell.screened * (1 - 0.025 ** (1 / scans));
}

/** One mass after another and not one draw after another: numbers in a row are summed up in a third of the time. */
function sumSide({ masses, doubt }: Side, { low, high }: Sums): void {
  low.fill(0);
  if (doubt instanceof Float64Array) high.set(doubt);
  else high.fill(0);
  for (const mass of masses) {
    add(low, mass.low);
    add(high, mass === doubt ? mass.high : mass.middle);
  }
}

function add(sums: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (values[i] ?? 0);
}
