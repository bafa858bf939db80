import { describe, expect, it } from 'vitest';
import type { ScoreGrid } from '../../../src/inference/output/score-grid.ts';
import { smoothGrid } from '../../../src/inference/output/smooth-grid.ts';

function gridOf(
  widthCells: number,
  heightCells: number,
  cellPx: number,
  valueAt: (x: number, y: number) => number,
): ScoreGrid {
  const values = new Float32Array(widthCells * heightCells);
  for (let i = 0; i < values.length; i++) values[i] = valueAt(i % widthCells, Math.floor(i / widthCells));
  const box = { x: 0, y: 0, width: widthCells * cellPx, height: heightCells * cellPx };
  return { box, widthCells, heightCells, cellWidthPx: cellPx, cellHeightPx: cellPx, values };
}

const sumOf = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);

describe('smoothGrid', () => {
  it.each([
    [1, 1],
    [1, 40],
    [40, 1],
    [3, 5],
    [64, 32],
  ])('leaves a constant grid of %i × %i constant, up to its edges', (width, height) => {
    for (const value of smoothGrid(
      gridOf(width, height, 1, () => 0.7),
      4,
    ).values)
      expect(value).toBeCloseTo(0.7, 6);
  });

  it('spreads a peak without losing any of it, alike in all directions', () => {
    const { values } = smoothGrid(
      gridOf(41, 41, 1, (x, y) => (x === 20 && y === 20 ? 1 : 0)),
      3,
    );
    expect(sumOf(values)).toBeCloseTo(1, 5);
    const at = (x: number, y: number) => values[y * 41 + x] ?? 0;
    expect(at(20, 20)).toBe(Math.max(...values));
    for (const [dx, dy] of [
      [3, 0],
      [0, 3],
      [-3, 0],
      [0, -3],
    ] as const)
      expect(at(20 + dx, 20 + dy)).toBeCloseTo(at(23, 20), 7);
    // One standard deviation away a Gaussian has fallen to e^(−1/2).
    expect(at(23, 20) / at(20, 20)).toBeCloseTo(Math.exp(-0.5), 4);
  });

  it('measures its width in pixels of the view, whatever a cell is', () => {
    const { values } = smoothGrid(
      gridOf(21, 1, 8, (x) => (x === 10 ? 1 : 0)),
      16,
    );
    expect((values[12] ?? 0) / (values[10] ?? 1)).toBeCloseTo(Math.exp(-0.5), 4);
  });

  it('changes nothing where it is not asked for, or is far narrower than a cell', () => {
    const grid = gridOf(9, 9, 8, (x, y) => (x * y) / 64);
    expect(smoothGrid(grid, 0)).toEqual(grid);
    expect(smoothGrid(grid, 1)).toEqual(grid);
  });
});
