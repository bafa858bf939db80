import { nthLowest } from './nth-lowest.ts';
import { MATTER_BELOW } from './roof-line.ts';
import type { Roof } from './straight-roofs.ts';
import type { TransmissionGrid } from './transmission-grid.ts';

/** Columns of the grid that stand for the whole length of a container. */
const SAMPLED_COLUMNS = 120;
/** The posts at both ends say nothing about the floor. */
const POST_SHARE = 0.06;
/**
 * What a row lets through in its brightest quarter: wheels, landing legs and cross-members darken less than three
 * quarters of it, a floor darkens it all.
 */
const ROW_QUANTILE = 0.75;
/** Goods stand on the floor: above this share of the way down, no step can be the container's bottom. */
const HIGHEST_FLOOR = 0.55;
/** Rows that are compared above and below a step, as a share of the rows below the roof. */
const STEP_WINDOW = 0.03;
/** The least rise of transmission from the floor to what is seen below it … */
const LEAST_RISE = 0.08;
/** … and the first that is a fair part of the highest: under the chassis, where air begins, may be a higher one. */
const OF_HIGHEST_RISE = 0.45;
/** Rows below the floor are nowhere darker than this share of the floor's own edge, over one window. */
const AS_DARK = 0.75;
/** Seen from the side, the near bottom rail lies lower than the far edge of the floor: this much of the height. */
const NEAR_RAIL_SHARE = 0.09;
/** A rail or flange along the container darkens a row by at least this much against the rows around it. */
const RAIL_DEPTH = 0.1;
/** The near bottom rail lies from this share of the way down to the deck's far edge, level with the source … */
const NEAREST_TO_DECK = 0.985;
/** … to this, where the source stands high: 95 % of 361 ends of simulated containers, four scanners, lie nearer … */
const FARTHEST_BELOW_DECK = 1.16;
/** … and mostly about here: their median is 1.084. */
const USUALLY_BELOW_DECK = 1.08;

/**
 * Rows from the roof down to the bottom of the container's floor, along the roof's own tilt.
 *
 * What lies under the floor — a chassis, then air — lets more through than the floor with the goods that stand on it,
 * over the container's whole length. So the far edge of the floor is where the rows, tilted like the roof, first
 * brighten; the last dark line shortly below is the near bottom rail, and the bottom. Where air begins before, there
 * is no chassis; where the view ends before, or nothing brightens, its border stands for the bottom. Gaps between tiers
 * of goods and the beams of a chassis or wagon look like that as well: a bottom that does not lie on the deck that is
 * seen beyond the container's ends gives way to the deck's.
 *
 * @param decks - Rows from the roof down to the deck beyond each end where it is seen, ascending.
 */
export function depthOfFloor(grid: TransmissionGrid, roof: Roof, decks: readonly number[]): number {
  const brightness = rowBrightnessBelow(grid, roof);
  const count = brightness.length;
  const bottom = bottomIn(brightness);
  const [deck] = decks;
  if (deck === undefined || decks.some((depth) => isOnDeck(bottom, depth))) return bottom;
  return Math.min(count, Math.round(deck * USUALLY_BELOW_DECK));
}

function isOnDeck(bottom: number, deck: number): boolean {
  return bottom >= deck * NEAREST_TO_DECK && bottom <= deck * FARTHEST_BELOW_DECK;
}

/** The bottom as the rows' brightness alone tells it. */
function bottomIn(brightness: Float32Array): number {
  const count = brightness.length;
  const step = firstRiseIn(brightness);
  if (step === null) return count;
  const reach = Math.round(step * NEAR_RAIL_SHARE);
  const window = Math.max(2, Math.round(step * STEP_WINDOW));
  let bottom = step;
  for (let depth = step; depth <= step + reach; depth++) {
    if (depth >= count) return count;
    const here = brightness[depth] ?? 0;
    if (here >= MATTER_BELOW) return depth;
    const above = highestOf(brightness, depth - window, depth);
    const below = highestOf(brightness, depth + 1, depth + 1 + window);
    if (Math.min(above, below) - here >= RAIL_DEPTH) bottom = depth + 1;
  }
  return bottom;
}

/** The first depth at which rows brighten for good, or null. */
function firstRiseIn(brightness: Float32Array): number | null {
  const count = brightness.length;
  const window = Math.max(2, Math.round(count * STEP_WINDOW));
  const rises = new Float32Array(count);
  const first = Math.round(count * HIGHEST_FLOOR);
  let highest = 0;
  for (let depth = first; depth < count - 1; depth++) {
    const rise = meanOf(brightness, depth, depth + window) - meanOf(brightness, depth - window, depth);
    rises[depth] = rise;
    highest = Math.max(highest, rise);
  }
  if (highest < LEAST_RISE) return null;
  let step = first;
  const least = Math.max(LEAST_RISE, highest * OF_HIGHEST_RISE);
  while ((rises[step] ?? highest) < least || darkensAgain(brightness, step, window)) step++;
  // The openings of pallets brighten a row just above the floor; the floor's own edge below them rises higher.
  const last = Math.min(count - 1, step + Math.round(step * NEAR_RAIL_SHARE));
  for (let depth = step + 1; depth <= last; depth++) if ((rises[depth] ?? 0) > (rises[step] ?? 0)) step = depth;
  return step;
}

/** Whether goods follow further down: then the rise is the gap between two tiers, not the floor's edge. */
function darkensAgain(brightness: Float32Array, step: number, window: number): boolean {
  const above = meanOf(brightness, step - window, step);
  const from = step + Math.round(step * NEAR_RAIL_SHARE) + window;
  for (let depth = from; depth + window <= brightness.length; depth++) {
    if (meanOf(brightness, depth, depth + window) < above * AS_DARK) return true;
  }
  return false;
}

/** The brightest quarter's transmission of each row below the roof, until half of the columns have left the view. */
function rowBrightnessBelow(grid: TransmissionGrid, roof: Roof): Float32Array {
  const length = roof.right - roof.left;
  const middle = (roof.left + roof.right) / 2;
  const from = roof.left + length * POST_SHARE;
  const stride = Math.max(1, (length * (1 - 2 * POST_SHARE)) / SAMPLED_COLUMNS);
  const columns: number[] = [];
  for (let column = from; column <= roof.right - length * POST_SHARE; column += stride)
    columns.push(Math.round(column));
  const brightness: number[] = [];
  const values = new Float32Array(columns.length);
  // Nothing is asked about the upper half.
  const unread = Math.floor((grid.rows - roof.middleRow) * (HIGHEST_FLOOR - 2 * STEP_WINDOW));
  for (let depth = 0; depth < grid.rows; depth++) {
    let count = 0;
    for (const column of columns) {
      const row = Math.round(roof.middleRow + roof.slope * (column - middle) + depth);
      if (row >= 0 && row < grid.rows) values[count++] = grid.cells[row * grid.columns + column] ?? 0;
    }
    if (count * 2 < columns.length) break;
    if (depth < unread) {
      brightness.push(0);
      continue;
    }
    brightness.push(nthLowest(values, count, Math.floor(count * ROW_QUANTILE)));
  }
  return Float32Array.from(brightness);
}

function meanOf(values: Float32Array, from: number, to: number): number {
  const [start, end] = [Math.max(0, from), Math.min(values.length, to)];
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? 0;
  return end > start ? sum / (end - start) : 0;
}

function highestOf(values: Float32Array, from: number, to: number): number {
  let highest = 0;
  for (let i = Math.max(0, from); i < Math.min(values.length, to); i++) highest = Math.max(highest, values[i] ?? 0);
  return highest;
}
