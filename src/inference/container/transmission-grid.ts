import type { Plane } from '../../domain/scan/plane.ts';

/** A reduced copy of a view: each cell is the mean transmission of a square block of pixels. */
export interface TransmissionGrid {
  readonly columns: number;
  readonly rows: number;
  /** Edge of a cell in pixels of the view. */
  readonly cellPx: number;
  /** Row-major, `rows × columns`, about 0…1. */
  readonly cells: Float32Array;
}

/** Fine enough that the 76 mm between two 20-ft boxes still spans several cells of a 16 m vehicle scan. */
const MOST_COLUMNS = 1536;

/**
 * Averages a plane down to at most 1,536 columns; pixels right of and below the last whole cell are left out. Of the
 * rows of a cell every second is enough: a mean of two readings keeps air apart from a container's walls.
 */
export function reduceToTransmission(plane: Plane, airLevel: number): TransmissionGrid {
  const cellPx = Math.max(1, Math.ceil(plane.widthPx / MOST_COLUMNS));
  const columns = Math.floor(plane.widthPx / cellPx);
  const rows = Math.max(1, Math.floor(plane.heightPx / cellPx));
  const cells = new Float32Array(columns * rows);
  const rowsPerCell = Math.min(cellPx, plane.heightPx);
  const scale = 1 / (airLevel * cellPx * Math.ceil(rowsPerCell / 2));
  for (let row = 0; row < rows; row++) {
    const rowCells = cells.subarray(row * columns, (row + 1) * columns);
    for (let y = row * cellPx; y < row * cellPx + rowsPerCell; y += 2) {
      // Most scans of a 40-ft container have two pixels a cell; a loop of two steps costs more than its two sums.
      if (cellPx === 2) setPairs(plane, y, scale, rowCells);
      else addBlocks(plane, y, cellPx, scale, rowCells);
    }
  }
  return { columns, rows, cellPx, cells };
}

/** Of two rows every second is one: nothing is added up. */
function setPairs({ samples, widthPx }: Plane, y: number, scale: number, rowCells: Float32Array): void {
  for (let column = 0, i = y * widthPx; column < rowCells.length; column++, i += 2) {
    rowCells[column] = ((samples[i] ?? 0) + (samples[i + 1] ?? 0)) * scale;
  }
}

function addBlocks(
  { samples, widthPx }: Plane,
  y: number,
  cellPx: number,
  scale: number,
  rowCells: Float32Array,
): void {
  let i = y * widthPx;
  for (let column = 0; column < rowCells.length; column++) {
    let sum = 0;
    for (const end = i + cellPx; i < end; i++) sum += samples[i] ?? 0;
    rowCells[column] = (rowCells[column] ?? 0) + sum * scale;
  }
}
