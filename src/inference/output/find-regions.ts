import type { Box } from '../../domain/scan/box.ts';
import type { ScoreGrid } from './score-grid.ts';

/** A connected part of an anomaly map at or above the threshold. */
export interface Region {
  /** In the view's own pixels. */
  readonly box: Box;
  /** The highest score in it. */
  readonly score: number;
}

export interface FoundRegions {
  /** The highest score of the grid, whether or not it reaches the threshold. */
  readonly score: number;
  readonly regions: readonly Region[];
}

/** Scores are steps of a 16-bit scale: what is compared with a threshold is the very number that is reported. */
const STEPS = 65_535;

/**
 * Regions of neighbouring cells (edges and corners count) at or above `threshold`, in the view's own pixels. Regions
 * smaller than `minimumAreaPx` are left out, but never the one with the highest score: so `score ≥ threshold` exactly
 * where there is a region. Linear in the cells.
 */
export function findRegions(grid: ScoreGrid, threshold: number, minimumAreaPx: number): FoundRegions {
  const { values, widthCells, heightCells } = grid;
  let highestValue = 0;
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? 0;
    if (value > highestValue) highestValue = value;
  }
  const highest = stepOf(highestValue);
  const leastStep = leastStepFor(threshold);
  if (highest < leastStep) return { score: highest / STEPS, regions: [] };

  const isLeft = cellsFrom(values, leastStep);
  const cellAreaPx = grid.cellWidthPx * grid.cellHeightPx;
  const stack: number[] = [];
  const regions: Region[] = [];
  for (let start = isLeft.indexOf(1); start !== -1; start = isLeft.indexOf(1, start)) {
    const extent = { left: widthCells, right: 0, top: heightCells, bottom: 0, cells: 0, peak: 0 };
    isLeft[start] = 0;
    stack.push(start);
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const x = cell % widthCells;
      const y = (cell - x) / widthCells;
      extent.cells++;
      extent.peak = Math.max(extent.peak, stepOf(values[cell] ?? 0));
      extent.left = Math.min(extent.left, x);
      extent.right = Math.max(extent.right, x);
      extent.top = Math.min(extent.top, y);
      extent.bottom = Math.max(extent.bottom, y);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(heightCells - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(widthCells - 1, x + 1); nx++) {
          const neighbour = ny * widthCells + nx;
          if (isLeft[neighbour] !== 1) continue;
          isLeft[neighbour] = 0;
          stack.push(neighbour);
        }
      }
    }
    if (extent.cells * cellAreaPx >= minimumAreaPx || extent.peak === highest) {
      regions.push({ box: boxOf(grid, extent), score: extent.peak / STEPS });
    }
  }
  return { score: highest / STEPS, regions: regions.toSorted((a, b) => b.score - a.score) };
}

/** The step that a score is rounded to. */
function stepOf(score: number): number {
  return Math.floor(score * STEPS + 0.5);
}

/** 1 for each cell at or above a step, 0 for the others. */
function cellsFrom(values: Float32Array, leastStep: number): Uint8Array {
  const isAtLeast = new Uint8Array(values.length);
  for (let cell = 0; cell < values.length; cell++) isAtLeast[cell] = stepOf(values[cell] ?? 0) >= leastStep ? 1 : 0;
  return isAtLeast;
}

/** The first step whose score reaches the threshold: dividing decides, as it does for who reads the score. */
function leastStepFor(threshold: number): number {
  const nearest = Math.round(threshold * STEPS);
  return nearest / STEPS >= threshold ? nearest : nearest + 1;
}

/** Cells to pixels, whole ones, clipped to the judged box. */
function boxOf(
  { box, cellWidthPx, cellHeightPx }: ScoreGrid,
  extent: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): Box {
  const left = Math.min(box.width - 1, Math.floor(extent.left * cellWidthPx));
  const top = Math.min(box.height - 1, Math.floor(extent.top * cellHeightPx));
  const right = Math.min(box.width, Math.ceil((extent.right + 1) * cellWidthPx));
  const bottom = Math.min(box.height, Math.ceil((extent.bottom + 1) * cellHeightPx));
  return { x: box.x + left, y: box.y + top, width: right - left, height: bottom - top };
}
