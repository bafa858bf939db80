import { describe, expect, it } from 'vitest';
import { beamLevelOf, levelled } from '../../../src/inference/container/beam-level.ts';
import type { TransmissionGrid } from '../../../src/inference/container/transmission-grid.ts';

function gridOf(cellAt: (column: number, row: number) => number): TransmissionGrid {
  const [columns, rows] = [40, 100];
  const cells = Float32Array.from({ length: columns * rows }, (_, i) => cellAt(i % columns, Math.floor(i / columns)));
  return { columns, rows, cellPx: 2, cells };
}

const dimmed = (row: number) => 1 - 0.07 * (1 - row / 100) ** 2;

describe('beamLevelOf', () => {
  it('follows a beam that loses light towards its upper rim, and gives back what stands in it', () => {
    const grid = gridOf((column, row) => dimmed(row) * (column > 10 && row > 20 ? 0.5 : 1));
    const level = beamLevelOf(grid);
    if (level === null) throw new Error('The beam loses 7 % at its rim.');
    const { cells } = levelled(grid, level);
    expect(Math.min(...cells.filter((cell) => cell > 0.75))).toBeCloseTo(1, 5);
    expect(Math.max(...cells.filter((cell) => cell < 0.75))).toBeCloseTo(0.5, 5);
  });

  it.each<[string, (column: number, row: number) => number]>([
    ['an even beam', () => 1],
    ['a roof on the border', (_, row) => 0.6 * dimmed(row)],
  ])('leaves %s as it is', (_, cellAt) => {
    expect(beamLevelOf(gridOf(cellAt))).toBeNull();
  });
});
