import { describe, expect, it } from 'vitest';
import { deckBeyondEnds } from '../../../src/inference/container/deck-line.ts';
import type { TransmissionGrid } from '../../../src/inference/container/transmission-grid.ts';

const grid: TransmissionGrid = { columns: 200, rows: 100, cellPx: 1, cells: new Float32Array(20_000) };
const roof = { left: 40, right: 159, middleRow: 10, slope: 0 };

/** A roof line with a container from column 40 to 159 and whatever stands before and behind it. */
function topsOf(before: number, behind: number): Int32Array {
  return Int32Array.from({ length: 200 }, (_, column) => (column < 40 ? before : column > 159 ? behind : 10));
}

describe('deckBeyondEnds', () => {
  it('counts rows from the roof down to the deck at both ends, the higher one first', () => {
    expect(deckBeyondEnds(grid, topsOf(80, 76), roof)).toEqual([66, 70]);
  });

  it('is empty where air lies beyond the ends, a cab stands there or the view ends', () => {
    expect(deckBeyondEnds(grid, topsOf(100, 100), roof)).toEqual([]);
    expect(deckBeyondEnds(grid, topsOf(15, 100), roof)).toEqual([]);
    expect(deckBeyondEnds(grid, topsOf(80, 80), { ...roof, left: 0, right: 199 })).toEqual([]);
  });

  it('follows the roof where it is tilted', () => {
    expect(deckBeyondEnds(grid, topsOf(80, 100), { ...roof, slope: 0.05 })).toEqual([73]);
  });
});
