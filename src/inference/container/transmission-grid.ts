import type { Plane } from '../../domain/plane.ts';

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
  const { samples, widthPx } = plane;
  for (let row = 0; row < rows; row++) {
    const firstRow = row * cellPx * widthPx;
    const endRow = firstRow + rowsPerCell * widthPx;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let start = firstRow + column * cellPx; start < endRow; start += 2 * widthPx) {
        for (let i = start; i < start + cellPx; i++) sum += samples[i] ?? 0;
      }
      cells[row * columns + column] = sum * scale;
    }
  }
  return { columns, rows, cellPx, cells };
}
