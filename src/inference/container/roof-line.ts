import type { TransmissionGrid } from './transmission-grid.ts';

/**
 * A cell darker than this holds matter. The two thin steel walls of an empty container let about 0.9 through; air
 * stays above it with all its noise and drift, because a cell is a mean of many readings.
 */
export const MATTER_BELOW = 0.96;

/** Matter counts as an object's top only where it goes on for this share of the view's height: a dead line does not. */
const LEAST_DEPTH = 0.02;

/** Columns that are dark from the view's upper border on are lost pulses, where they are no more than this share of all. */
const LOST_SHARE = 0.005;

/**
 * For each column of cells the row where matter begins, seen from above; `rows` where a column holds none.
 * Smoothed by a running median, so that a lost or doubled column does not break a roof in two.
 */
export function roofLineOf(grid: TransmissionGrid): Int32Array {
  const { columns, rows, cells } = grid;
  const depth = Math.max(2, Math.round(rows * LEAST_DEPTH));
  const tops = new Int32Array(columns).fill(rows);
  for (let column = 0; column < columns; column++) {
    let run = 0;
    for (let row = 0; row < rows; row++) {
      run = (cells[row * columns + column] ?? 1) < MATTER_BELOW ? run + 1 : 0;
      if (run === depth) {
        tops[column] = row - depth + 1;
        break;
      }
    }
  }
  bridgeLostColumns(tops);
  return runningMedianOfThree(tops);
}

/** Gives narrow runs of columns that are dark all the way up the roof of the column before them. */
function bridgeLostColumns(tops: Int32Array): void {
  const most = Math.max(2, Math.round(tops.length * LOST_SHARE));
  for (let first = 1; first < tops.length; first++) {
    const before = tops[first - 1] ?? 0;
    if (tops[first] !== 0 || before === 0) continue;
    let end = first;
    while (end < tops.length && tops[end] === 0) end++;
    if (end < tops.length && end - first <= most) tops.fill(before, first, end);
    first = end;
  }
}

function runningMedianOfThree(values: Int32Array): Int32Array {
  const smooth = Int32Array.from(values);
  for (let i = 1; i + 1 < values.length; i++) {
    const [a, b, c] = [values[i - 1] ?? 0, values[i] ?? 0, values[i + 1] ?? 0];
    smooth[i] = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
  return smooth;
}
