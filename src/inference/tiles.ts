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
export function blendWeights(cells: number, overlapCells: number): Float32Array {
  const ramp = Math.max(1, overlapCells + 1);
  return Float32Array.from({ length: cells }, (_, cell) => Math.min(1, (cell + 1) / ramp, (cells - cell) / ramp));
}

/** Adds up tiles with their weights; `finish` divides by the sum, so that what overlaps is blended without a seam. */
export interface Stitcher {
  add(values: Float32Array, widthCells: number, heightCells: number, atX: number, atY: number): void;
  finish(): Float32Array;
}

export function createStitcher(widthCells: number, heightCells: number, overlapCells: number): Stitcher {
  // Sums are kept in double precision: a value that all tiles agree on comes back within one float32 rounding.
  const sums = new Float64Array(widthCells * heightCells);
  const weights = new Float64Array(widthCells * heightCells);
  return {
    add(values, tileWidth, tileHeight, atX, atY) {
      const across = blendWeights(tileWidth, overlapCells);
      const down = blendWeights(tileHeight, overlapCells);
      const columns = Math.min(tileWidth, widthCells - atX);
      const rows = Math.min(tileHeight, heightCells - atY);
      for (let y = 0; y < rows; y++) {
        const rowWeight = down[y] ?? 0;
        const from = y * tileWidth;
        const to = (atY + y) * widthCells + atX;
        for (let x = 0; x < columns; x++) {
          const weight = (across[x] ?? 0) * rowWeight;
          sums[to + x] = (sums[to + x] ?? 0) + weight * (values[from + x] ?? 0);
          weights[to + x] = (weights[to + x] ?? 0) + weight;
        }
      }
    },
    finish() {
      const blended = new Float32Array(sums.length);
      for (let cell = 0; cell < sums.length; cell++) blended[cell] = (sums[cell] ?? 0) / (weights[cell] || 1);
      return blended;
    },
  };
}
