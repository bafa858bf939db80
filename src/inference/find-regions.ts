import type { Box } from '../domain/box.ts';
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
  const steps = new Uint16Array(values.length);
  let highest = 0;
  for (let cell = 0; cell < steps.length; cell++) {
    const step = Math.round(Math.min(1, Math.max(0, values[cell] ?? 0)) * STEPS);
    steps[cell] = step;
    if (step > highest) highest = step;
  }
  const leastStep = leastStepFor(threshold);
  if (highest < leastStep) return { score: highest / STEPS, regions: [] };

  const cellAreaPx = grid.cellWidthPx * grid.cellHeightPx;
  const isSeen = new Uint8Array(steps.length);
  const stack: number[] = [];
  const regions: Region[] = [];
  for (let start = 0; start < steps.length; start++) {
    if (isSeen[start] === 1 || (steps[start] ?? 0) < leastStep) continue;
    const extent = { left: widthCells, right: 0, top: heightCells, bottom: 0, cells: 0, peak: 0 };
    isSeen[start] = 1;
    stack.push(start);
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const x = cell % widthCells;
      const y = (cell - x) / widthCells;
      extent.cells++;
      extent.peak = Math.max(extent.peak, steps[cell] ?? 0);
      extent.left = Math.min(extent.left, x);
      extent.right = Math.max(extent.right, x);
      extent.top = Math.min(extent.top, y);
      extent.bottom = Math.max(extent.bottom, y);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(heightCells - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(widthCells - 1, x + 1); nx++) {
          const neighbour = ny * widthCells + nx;
          if (isSeen[neighbour] === 1 || (steps[neighbour] ?? 0) < leastStep) continue;
          isSeen[neighbour] = 1;
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
