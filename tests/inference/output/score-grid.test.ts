import { describe, expect, it } from 'vitest';
import { paintAnomalyMap } from '../../../src/inference/output/score-grid.ts';

describe('paintAnomalyMap', () => {
  it('has the size of the view, 255 for score 1, and 0 outside the judged boxes', () => {
    const box = { x: 2, y: 1, width: 3, height: 2 };
    const values = Float32Array.of(1, 1, 1, 1, 1, 1);
    const map = paintAnomalyMap(6, 4, [
      { box, widthCells: 3, heightCells: 2, cellWidthPx: 1, cellHeightPx: 1, values },
    ]);
    expect(map).toEqual({
      widthPx: 6,
      heightPx: 4,
      bitDepth: 8,
      samples: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0),
    });
  });

  it('shows cells that are pixels as they are, rounded', () => {
    const values = Float32Array.from({ length: 256 }, (_, i) => i / 255);
    const box = { x: 0, y: 0, width: 16, height: 16 };
    const { samples } = paintAnomalyMap(16, 16, [
      { box, widthCells: 16, heightCells: 16, cellWidthPx: 1, cellHeightPx: 1, values },
    ]);
    expect(samples).toEqual(Uint8Array.from({ length: 256 }, (_, i) => i));
  });

  it('goes evenly from one cell centre to the next, and stays level beyond the last', () => {
    const box = { x: 0, y: 0, width: 8, height: 1 };
    const values = Float32Array.of(0, 1);
    const { samples } = paintAnomalyMap(8, 1, [
      { box, widthCells: 2, heightCells: 1, cellWidthPx: 4, cellHeightPx: 4, values },
    ]);
    // Centres lie at 2 and 6 px; pixel x has its own centre at x + 1/2.
    expect([...samples]).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1].map((score) => Math.round(255 * score)));
  });

  it('paints one score over the whole judged box', () => {
    const box = { x: 1, y: 0, width: 5, height: 3 };
    const grid = { box, widthCells: 1, heightCells: 1, cellWidthPx: 5, cellHeightPx: 3, values: Float32Array.of(0.5) };
    expect(new Set(paintAnomalyMap(6, 3, [grid]).samples)).toEqual(new Set([0, 128]));
  });

  it('keeps scores apart in 16 bits that are one in 8', () => {
    const box = { x: 0, y: 0, width: 2, height: 1 };
    const values = Float32Array.of(0.5, 0.5 + 1.5 / 65_535);
    const grid = { box, widthCells: 2, heightCells: 1, cellWidthPx: 1, cellHeightPx: 1, values };
    expect(paintAnomalyMap(2, 1, [grid], 16)).toMatchObject({ bitDepth: 16, samples: Uint16Array.of(32_768, 32_769) });
    expect([...paintAnomalyMap(2, 1, [grid], 8).samples]).toEqual([128, 128]);
  });

  it('keeps two boxes of one view apart', () => {
    const grid = (x: number, score: number) => ({
      box: { x, y: 0, width: 2, height: 1 },
      widthCells: 2,
      heightCells: 1,
      cellWidthPx: 1,
      cellHeightPx: 1,
      values: Float32Array.of(score, score),
    });
    expect([...paintAnomalyMap(5, 1, [grid(0, 1), grid(3, 0.2)]).samples]).toEqual([255, 255, 0, 51, 51]);
  });
});
