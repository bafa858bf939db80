/** One tile along one axis: where it starts, in pixels of the padded area. */
export interface TileLayout {
  /** The area's length, padded so that a whole tile fits and every start lies on the grid. */
  readonly paddedPx: number;
  readonly startsPx: readonly number[];
}

/**
 * Lays tiles of `sizePx` over `lengthPx`, neighbours sharing at least `overlapPx`. Starts are multiples of `gridPx`, so
 * that a model that answers at a fraction of its input puts every tile's answer on the same grid.
 */
export function layTiles(lengthPx: number, sizePx: number, overlapPx: number, gridPx: number): TileLayout {
  const paddedPx = Math.max(sizePx, Math.ceil(lengthPx / gridPx) * gridPx);
  const stepPx = Math.max(gridPx, Math.floor((sizePx - overlapPx) / gridPx) * gridPx);
  const startsPx: number[] = [];
  for (let start = 0; start + sizePx < paddedPx; start += stepPx) startsPx.push(start);
  return { paddedPx, startsPx: [...startsPx, paddedPx - sizePx] };
}

/**
 * The weight of each cell of a tile along one axis: rising from the edge over the overlap, 1 in the middle. It is never
 * 0, so the weights of all tiles over a cell can always be divided out.
 */
export function blendWeights(cells: number, overlapCells: number): Float32Array<ArrayBuffer> {
  const ramp = Math.max(1, overlapCells + 1);
  return Float32Array.from({ length: cells }, (_, cell) => Math.min(1, (cell + 1) / ramp, (cells - cell) / ramp));
}

/**
 * Adds up tiles with their weights; `finish` divides by the weights' sum, so that what overlaps is blended without a
 * seam. Tiles form a grid: there is one for each pair of a start across and a start down.
 */
export interface Stitcher {
  add(values: Float32Array, widthCells: number, heightCells: number, atX: number, atY: number): void;
  finish(): Float32Array;
}

/** For a map of this size; `overlapCells` is by how much neighbours overlap, and weights are those of `blendWeights`. */
export function createStitcher(widthCells: number, heightCells: number, overlapCells: number): Stitcher {
  // Sums are kept in double precision: a value that all tiles agree on comes back within one float32 rounding.
  const sums = new Float64Array(widthCells * heightCells);
  const columns = createAxis(widthCells, overlapCells);
  const rows = createAxis(heightCells, overlapCells);
  return {
    add(values, tileWidth, tileHeight, atX, atY) {
      const across = columns.place(tileWidth, atX);
      const down = rows.place(tileHeight, atY);
      const width = Math.min(tileWidth, widthCells - atX);
      const height = Math.min(tileHeight, heightCells - atY);
      for (let y = 0; y < height; y++) {
        const rowWeight = down[y] ?? 0;
        const from = y * tileWidth;
        const to = (atY + y) * widthCells + atX;
        for (let x = 0; x < width; x++) {
          sums[to + x] = (sums[to + x] ?? 0) + (across[x] ?? 0) * rowWeight * (values[from + x] ?? 0);
        }
      }
    },
    finish() {
      const blended = new Float32Array(sums.length);
      for (let y = 0; y < heightCells; y++) {
        const rowWeight = rows.weights[y] ?? 0;
        const row = y * widthCells;
        for (let x = 0; x < widthCells; x++) {
          const weight = (columns.weights[x] ?? 0) * rowWeight;
          blended[row + x] = (sums[row + x] ?? 0) / (weight || 1);
        }
      }
      return blended;
    },
  };
}

/** One axis of a grid of tiles: the weights of all tiles at each cell of it, where each start counts once. */
interface Axis {
  readonly weights: Float64Array;
  /** Gives the weights of a tile's own cells. */
  place(tileCells: number, start: number): Float32Array;
}

function createAxis(cells: number, overlapCells: number): Axis {
  const weights = new Float64Array(cells);
  const placed = new Set<number>();
  let own = new Float32Array(0);
  return {
    weights,
    place(tileCells, start) {
      if (own.length !== tileCells) own = blendWeights(tileCells, overlapCells);
      if (placed.has(start)) return own;
      placed.add(start);
      for (let i = 0; i < own.length && start + i < cells; i++) {
        weights[start + i] = (weights[start + i] ?? 0) + (own[i] ?? 0);
      }
      return own;
    },
  };
}
