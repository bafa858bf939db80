import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from '../../../src/inference/output/find-regions.ts';
import type { ScoreGrid } from '../../../src/inference/output/score-grid.ts';

/** A grid of whole pixels, from rows of digits that are tenths. */
function gridOf(...rows: readonly string[]): ScoreGrid {
  const values = Float32Array.from(rows.join(''), (digit) => Number(digit) / 10);
  return gridOver(values, rows[0]?.length ?? 0, rows.length);
}

function gridOver(values: Float32Array, widthCells: number, heightCells: number): ScoreGrid {
  const box = { x: 0, y: 0, width: widthCells, height: heightCells };
  return { box, widthCells, heightCells, cellWidthPx: 1, cellHeightPx: 1, values };
}

const boxesOf = (...parameters: Parameters<typeof findRegions>) =>
  findRegions(...parameters).regions.map(({ box }) => [box.x, box.y, box.width, box.height]);

describe('findRegions', () => {
  it('joins cells that touch at an edge or a corner, and only those', () => {
    const grid = gridOf('9000009', '0900000', '0090090', '9000099');
    expect(boxesOf(grid, 0.5, 1)).toEqual([
      [0, 0, 3, 3],
      [6, 0, 1, 1],
      [5, 2, 2, 2],
      [0, 3, 1, 1],
    ]);
  });

  it('joins what bends back, and does not join across the border', () => {
    expect(boxesOf(gridOf('90909', '90909', '99909'), 0.5, 1)).toEqual([
      [0, 0, 3, 3],
      [4, 0, 1, 3],
    ]);
    expect(boxesOf(gridOf('009', '900'), 0.5, 1)).toEqual([
      [2, 0, 1, 1],
      [0, 1, 1, 1],
    ]);
  });

  it('gives the strongest first, each with its highest score', () => {
    const { score, regions } = findRegions(gridOf('5600709'), 0.5, 1);
    expect(regions.map((region) => Math.round(region.score * 100))).toEqual([90, 70, 60]);
    expect(regions[0]?.score).toBe(score);
  });

  it('leaves small regions out, but never the one with the highest score', () => {
    expect(boxesOf(gridOf('6660900'), 0.5, 3)).toEqual([
      [4, 0, 1, 1],
      [0, 0, 3, 1],
    ]);
    expect(boxesOf(gridOf('6600900'), 0.5, 3)).toEqual([[4, 0, 1, 1]]);
  });

  it('measures area in pixels of the view and puts boxes there, within the judged box', () => {
    const box = { x: 100, y: 50, width: 21, height: 13 };
    const grid = { ...gridOf('000', '099'), box, cellWidthPx: 8, cellHeightPx: 8 };
    expect(boxesOf(grid, 0.5, 128)).toEqual([[108, 58, 13, 5]]);
  });

  it('says the highest score where nothing reaches the threshold', () => {
    expect(findRegions(gridOf('0120'), 0.5, 1)).toEqual({ score: Math.round(0.2 * 65_535) / 65_535, regions: [] });
  });

  it('reports a score at or above the threshold exactly where it reports a region', () => {
    const grid = fc
      .record({
        width: fc.integer({ min: 1, max: 9 }),
        height: fc.integer({ min: 1, max: 9 }),
        seed: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 81, maxLength: 81 }),
      })
      .map(({ width, height, seed }) => gridOver(Float32Array.from(seed.slice(0, width * height)), width, height));
    const anyThreshold = fc.double({ min: 0, max: 1, noNaN: true });
    const step = fc.integer({ min: 0, max: 65_535 }).map((k) => k / 65_535);
    const minimumArea = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(grid, fc.oneof(anyThreshold, step), minimumArea, (scores, threshold, minimumAreaPx) => {
        const { score, regions } = findRegions(scores, threshold, minimumAreaPx);
        expect(score >= threshold).toBe(regions.length > 0);
        for (const region of regions) expect(region.score).toBeGreaterThanOrEqual(threshold);
      }),
      { numRuns: 500 },
    );
  });

  it('alarms at a threshold that is the very score it reports, and not one step above', () => {
    for (let k = 0; k < 65_535; k += 97) {
      const grid = gridOver(Float32Array.of(k / 65_535), 1, 1);
      const { score } = findRegions(grid, 1, 1);
      expect(findRegions(grid, score, 1).regions).toHaveLength(1);
      expect(findRegions(grid, (k + 1) / 65_535, 1).regions).toHaveLength(0);
    }
  });

  it('finds each cell at or above the threshold in a region, where regions of a pixel count', () => {
    const cells = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(cells, (tenths) => {
        const grid = gridOver(
          Float32Array.from(tenths, (tenth) => tenth / 10),
          10,
          6,
        );
        const { regions } = findRegions(grid, 0.65, 1);
        for (const [i, tenth] of tenths.entries()) {
          const [x, y] = [i % 10, Math.floor(i / 10)];
          const isCovered = regions.some(
            ({ box }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
          );
          if (tenth >= 7) expect(isCovered).toBe(true);
        }
      }),
    );
  });
});
