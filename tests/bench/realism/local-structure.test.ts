import { describe, expect, it } from 'vitest';
import { localStructureOf } from '../../../bench/realism/local-structure.ts';

/** 256 x 512; `grey` of each place. */
function picture(grey: (x: number, y: number) => number) {
  const [widthPx, heightPx] = [512, 256];
  const samples = Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    grey(at % widthPx, Math.floor(at / widthPx)),
  );
  return { widthPx, heightPx, samples };
}

/** A chessboard's deviation lies at its own size; windows of that size at all places see a part of it. */
const chessboard = (side: number) =>
  picture((x, y) => ((Math.floor(x / side) + Math.floor(y / side)) % 2 === 0 ? 90 : 170));

describe('local structure', () => {
  it('finds contrast at the size at which it is', () => {
    const fine = localStructureOf(chessboard(4));
    const coarse = localStructureOf(chessboard(40));
    expect(fine[0]).toBeGreaterThan(0.3);
    expect(fine[3]).toBeLessThan(0.05);
    expect(coarse[3]).toBeGreaterThan(coarse[0] ?? Number.NaN);
  });

  it('is the same after a display has halved contrast and added light', () => {
    const dimmed = localStructureOf(picture((x, y) => 60 + ((Math.floor(x / 10) + Math.floor(y / 10)) % 2) * 50));
    const plain = localStructureOf(picture((x, y) => ((Math.floor(x / 10) + Math.floor(y / 10)) % 2) * 100));
    for (const [size, share] of plain.entries()) expect(dimmed[size]).toBeCloseTo(share, 6);
  });

  it('is none in an even picture', () => {
    expect(localStructureOf(picture(() => 128))).toEqual([0, 0, 0, 0]);
  });
});
