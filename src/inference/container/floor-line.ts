import type { Roof } from './straight-roofs.ts';
import type { TransmissionGrid } from './transmission-grid.ts';

/** Columns of the grid that stand for the whole length of a container. */
const SAMPLED_COLUMNS = 160;
/** The posts at both ends say nothing about the floor. */
const POST_SHARE = 0.06;
/** Goods stand on the floor: above this share of the way down, no step can be the container's bottom. */
const HIGHEST_FLOOR = 0.45;
/** Rows that are compared above and below a step, as a share of the rows below the roof. */
const STEP_WINDOW = 0.05;
/** The least rise of the median transmission from the floor to what is seen of the chassis. */
const LEAST_RISE = 0.08;
/** The first step that is nearly as high as the highest: below the chassis there may be a higher one, to air. */
const OF_HIGHEST_RISE = 0.6;
/** How far below the step a bottom rail still belongs to the floor, in windows. */
const RAIL_REACH = 1.5;
/** A row this much darker than the plateau below the floor is a rail or flange that lies along the container. */
const RAIL_SHARE = 0.6;

/**
 * Rows from the roof down to the bottom of the container's floor, along the roof's own tilt.
 *
 * What lies under the floor — a chassis, then air — lets more through than the floor with the goods that stand on it,
 * over the container's whole length. So the floor's bottom is where the median transmission of a row, tilted like the
 * roof, rises for good; the last dark line within the rise is the bottom rail. Where nothing rises, the view ends
 * inside the floor and its border stands for the bottom.
 */
export function depthOfFloor(grid: TransmissionGrid, roof: Roof): number {
  const medians = rowMediansBelow(grid, roof);
  const count = medians.length;
  const window = Math.max(2, Math.round(count * STEP_WINDOW));
  const first = Math.round(count * HIGHEST_FLOOR);
  let highest = 0;
  const rises = new Float32Array(count);
  for (let depth = first; depth < count - 1; depth++) {
    const rise = meanOf(medians, depth, depth + window) - meanOf(medians, depth - window, depth);
    rises[depth] = rise;
    highest = Math.max(highest, rise);
  }
  if (highest < LEAST_RISE) return count;
  let step = first;
  while (step < count && (rises[step] ?? 0) < highest * OF_HIGHEST_RISE) step++;
  while (step + 1 < count && (rises[step + 1] ?? 0) > (rises[step] ?? 0)) step++;
  const below = medians.slice(step, step + 2 * window).sort();
  const plateau = below[Math.floor(below.length * 0.75)] ?? 1;
  let bottom = step;
  for (let depth = step; depth < Math.min(count, step + RAIL_REACH * window); depth++) {
    if ((medians[depth] ?? 1) < plateau * RAIL_SHARE) bottom = depth + 1;
  }
  return bottom;
}

/** Median transmission of each row below the roof, until half of the columns have left the view. */
function rowMediansBelow(grid: TransmissionGrid, roof: Roof): Float32Array {
  const length = roof.right - roof.left;
  const middle = (roof.left + roof.right) / 2;
  const from = roof.left + length * POST_SHARE;
  const stride = Math.max(1, (length * (1 - 2 * POST_SHARE)) / SAMPLED_COLUMNS);
  const columns: number[] = [];
  for (let column = from; column <= roof.right - length * POST_SHARE; column += stride)
    columns.push(Math.round(column));
  const medians: number[] = [];
  const values = new Float32Array(columns.length);
  for (let depth = 0; depth < grid.rows; depth++) {
    let count = 0;
    for (const column of columns) {
      const row = Math.round(roof.middleRow + roof.slope * (column - middle) + depth);
      if (row >= 0 && row < grid.rows) values[count++] = grid.cells[row * grid.columns + column] ?? 0;
    }
    if (count * 2 < columns.length) break;
    medians.push(values.subarray(0, count).sort()[count >> 1] ?? 0);
  }
  return Float32Array.from(medians);
}

function meanOf(values: Float32Array, from: number, to: number): number {
  const [start, end] = [Math.max(0, from), Math.min(values.length, to)];
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i] ?? 0;
  return end > start ? sum / (end - start) : 0;
}
