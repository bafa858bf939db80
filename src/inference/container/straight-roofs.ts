/** A stretch of columns under one straight, perhaps tilted roof. Columns and rows are cells of the grid. */
export interface Roof {
  /** First column, inclusive. */
  readonly left: number;
  /** Last column, inclusive. */
  readonly right: number;
  /** Row of the roof at the middle column. */
  readonly middleRow: number;
  /** Rows per column: positive where the roof falls to the right. */
  readonly slope: number;
}

/** Between neighbouring columns a roof steps by at most this share of the view's height (a casting's edge, a wave). */
const LARGEST_STEP = 0.025;
/** A roof wanders from its straight line by at most this share of the view's height: it may be wavy, not domed. */
const LARGEST_WANDER = 0.015;
/** A roof is at least this share of the view wide. */
const LEAST_WIDTH = 0.15;
/** A container rises and falls by at most this many rows per column. */
const STEEPEST = 0.06;

/** The straight roofs in a roof line, widest first. */
export function straightRoofsIn(tops: Int32Array, rows: number): readonly Roof[] {
  const roofs: Roof[] = [];
  const step = Math.max(1, Math.round(rows * LARGEST_STEP));
  let left = 0;
  for (let column = 1; column <= tops.length; column++) {
    const ended = column === tops.length || Math.abs((tops[column] ?? 0) - (tops[column - 1] ?? 0)) > step;
    if (!ended) continue;
    const roof = fitRoof(tops, left, column - 1);
    const wide = column - left >= tops.length * LEAST_WIDTH;
    if (wide && (tops[left] ?? rows) < rows && isStraight(tops, rows, roof)) roofs.push(roof);
    left = column;
  }
  return roofs.sort((a, b) => b.right - b.left - (a.right - a.left));
}

/** Least squares over the middle nine tenths, which leave out the corner castings. */
function fitRoof(tops: Int32Array, left: number, right: number): Roof {
  const margin = Math.floor((right - left) * 0.05);
  const middle = (left + right) / 2;
  let count = 0;
  let sum = 0;
  let sumSquares = 0;
  let sumProducts = 0;
  for (let column = left + margin; column <= right - margin; column++) {
    const top = tops[column] ?? 0;
    count++;
    sum += top;
    sumSquares += (column - middle) ** 2;
    sumProducts += (column - middle) * top;
  }
  return { left, right, middleRow: sum / count, slope: sumSquares === 0 ? 0 : sumProducts / sumSquares };
}

function isStraight(tops: Int32Array, rows: number, roof: Roof): boolean {
  if (Math.abs(roof.slope) > STEEPEST) return false;
  const middle = (roof.left + roof.right) / 2;
  let wandering = 0;
  for (let column = roof.left; column <= roof.right; column++) {
    const expected = roof.middleRow + roof.slope * (column - middle);
    if (Math.abs((tops[column] ?? 0) - expected) > Math.max(1.5, rows * LARGEST_WANDER)) wandering++;
  }
  return wandering <= 0.1 * (roof.right - roof.left + 1);
}
