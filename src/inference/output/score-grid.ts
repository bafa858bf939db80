import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';

/**
 * An anomaly map at the resolution that the model answers in: `values`, row-major, 0…1, lie over `box`, each cell
 * `cellWidthPx` × `cellHeightPx` pixels of the view. The last column and row may reach beyond the box.
 */
export interface ScoreGrid {
  readonly box: Box;
  readonly widthCells: number;
  readonly heightCells: number;
  readonly cellWidthPx: number;
  readonly cellHeightPx: number;
  readonly values: Float32Array;
}

/**
 * Paints grids into a picture of the view's size: bilinear between cell centres, 0 outside the boxes. Score 1 is the full
 * scale: 255 of 8 bits, 65,535 of 16.
 */
export function paintAnomalyMap(
  widthPx: number,
  heightPx: number,
  grids: readonly ScoreGrid[],
  bitDepth: 8 | 16 = 8,
): Plane {
  if (bitDepth === 8) {
    const samples = new Uint8Array(widthPx * heightPx);
    for (const grid of grids) paintGrid(samples, 255, widthPx, grid);
    return { widthPx, heightPx, bitDepth, samples };
  }
  const samples = new Uint16Array(widthPx * heightPx);
  for (const grid of grids) paintGrid(samples, 65_535, widthPx, grid);
  return { widthPx, heightPx, bitDepth, samples };
}

function paintGrid(samples: Uint8Array | Uint16Array, fullScale: number, viewWidthPx: number, grid: ScoreGrid): void {
  const { box, values, widthCells } = grid;
  const line = new Float32Array(widthCells);
  const columns = neighboursAlong(box.width, grid.cellWidthPx, widthCells);
  const rows = neighboursAlong(box.height, grid.cellHeightPx, grid.heightCells);
  for (let y = 0; y < box.height; y++) {
    const above = (rows.lower[y] ?? 0) * widthCells;
    const below = (rows.upper[y] ?? 0) * widthCells;
    const share = rows.share[y] ?? 0;
    for (let cell = 0; cell < widthCells; cell++) {
      line[cell] = (values[above + cell] ?? 0) * (1 - share) + (values[below + cell] ?? 0) * share;
    }
    const to = (box.y + y) * viewWidthPx + box.x;
    for (let x = 0; x < box.width; x++) {
      const left = line[columns.lower[x] ?? 0] ?? 0;
      const right = line[columns.upper[x] ?? 0] ?? 0;
      // Storing cuts the fraction off, so half a step more rounds.
      samples[to + x] = fullScale * (left + (right - left) * (columns.share[x] ?? 0)) + 0.5;
    }
  }
}

/** For each pixel along an axis the two cells whose centres it lies between, and its share of the way to the second. */
function neighboursAlong(lengthPx: number, cellPx: number, cells: number) {
  const lower = new Int32Array(lengthPx);
  const upper = new Int32Array(lengthPx);
  const share = new Float32Array(lengthPx);
  for (let px = 0; px < lengthPx; px++) {
    const at = Math.min(cells - 1, Math.max(0, (px + 0.5) / cellPx - 0.5));
    lower[px] = Math.floor(at);
    upper[px] = Math.min(cells - 1, Math.floor(at) + 1);
    share[px] = at - Math.floor(at);
  }
  return { lower, upper, share };
}
