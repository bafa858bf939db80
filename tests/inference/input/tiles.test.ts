import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blendWeights, createStitcher, layTiles } from '../../../src/inference/input/tiles.ts';
import type { Manifest } from '../../../src/inference/model/manifest.ts';
import type { ScoreGrid } from '../../../src/inference/output/score-grid.ts';
import { assessedView, plane16 } from '../../fixtures/assessed-view.ts';
import { boxScorer, NULL_WEIGHTS } from '../../fixtures/box-scorer.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { blockMeanModel } from '../../fixtures/onnx-models.ts';

/** Readings without any pattern that tiles could hide behind. */
const reading = (x: number, y: number) => (x * 40_503 + y * 30_011 + x * y * 977) % 65_536;

/** One float32 rounding of a value up to 1, with room for the ones before it. */
const FLOAT32_TOLERANCE = 1e-6;

type Input = Partial<Manifest['input']>;

const TILINGS: readonly (readonly [string, Input])[] = [
  ['tiles of a model of any size', { tile: { sizePx: 64, overlapPx: 16 } }],
  ['tiles on a grid of 32', { tile: { sizePx: 96, overlapPx: 20 }, dynamic: { multipleOfPx: 32 } }],
  ['tiles of a model of one size', { tile: { sizePx: 48, overlapPx: 8 }, size: { widthPx: 48, heightPx: 48 } }],
  ['tiles without overlap', { tile: { sizePx: 32, overlapPx: 0 } }],
  ['tiles that overlap by nearly all', { tile: { sizePx: 40, overlapPx: 39 } }],
  ['tiles of an odd size', { tile: { sizePx: 51, overlapPx: 7 } }],
  ['the whole, of any size', {}],
  ['the whole, padded to a multiple of 32', { dynamic: { multipleOfPx: 32 } }],
];

/** Scores a box in the middle of a larger view with the identity: what must come back are the box's readings. */
async function scoreReadings(score: Awaited<ReturnType<typeof boxScorer>>, widthPx: number, heightPx: number) {
  const view = assessedView({ high: plane16(widthPx + 5, heightPx + 4, reading) });
  return score(view, { x: 3, y: 2, width: widthPx, height: heightPx });
}

function expectReadings({ values, widthCells, heightCells }: ScoreGrid, widthPx: number, heightPx: number): void {
  expect([widthCells, heightCells]).toEqual([widthPx, heightPx]);
  const expected = plane16(widthPx, heightPx, (x, y) => reading(x + 3, y + 2)).samples;
  let farthest = 0;
  for (const [i, value] of values.entries())
    farthest = Math.max(farthest, Math.abs(value - (expected[i] ?? 0) / 65_535));
  expect(farthest).toBeLessThanOrEqual(FLOAT32_TOLERANCE);
  expect(Uint16Array.from(values, (value) => Math.round(value * 65_535))).toEqual(expected);
}

describe('a view cut into tiles, run through the identity and stitched', () => {
  describe.each(TILINGS)('%s', (_name, input) => {
    const identity = () => boxScorer(modelManifest({ input }), NULL_WEIGHTS);

    it.each([
      [1, 1],
      [1, 300],
      [53, 931],
      [31, 33],
      [64, 64],
      [65, 128],
    ])('comes back to the bit at %i × %i', async (widthPx, heightPx) => {
      expectReadings(await scoreReadings(await identity(), widthPx, heightPx), widthPx, heightPx);
    });

    it('comes back to the bit at any size', async () => {
      const score = await identity();
      const length = fc.integer({ min: 1, max: 200 });
      const isRestored = fc.asyncProperty(length, length, async (widthPx, heightPx) => {
        expectReadings(await scoreReadings(score, widthPx, heightPx), widthPx, heightPx);
      });
      await fc.assert(isRestored, { numRuns: 12 });
    });
  });

  describe.each([
    ['tiles of any size', { tile: { sizePx: 64, overlapPx: 16 } }],
    ['tiles of one size', { tile: { sizePx: 64, overlapPx: 12 }, size: { widthPx: 64, heightPx: 64 } }],
    ['the whole', { dynamic: { multipleOfPx: 8 } }],
  ] as const satisfies typeof TILINGS)('by a model that answers at an eighth of the resolution, %s', (_name, input) => {
    it('puts each cell where its pixels are', async () => {
      const score = await boxScorer(modelManifest({ runtime: 'onnx', input }), blockMeanModel);
      const block = (x: number, y: number) => reading(Math.floor(x / 8), Math.floor(y / 8));
      for (const [columns, rows] of [
        [1, 1],
        [7, 117],
        [8, 8],
        [21, 9],
      ] as const) {
        const [widthPx, heightPx] = [8 * columns - 3, 8 * rows - 5];
        const view = assessedView({ high: plane16(widthPx, heightPx, block) });
        const grid = await score(view, { x: 0, y: 0, width: widthPx, height: heightPx });
        expect(grid).toMatchObject({ widthCells: columns, heightCells: rows, cellWidthPx: 8, cellHeightPx: 8 });
        expect(Uint16Array.from(grid.values, (value) => Math.round(value * 65_535))).toEqual(
          plane16(columns, rows, reading).samples,
        );
      }
    });
  });
});

describe('layTiles', () => {
  it('covers the length, starts on the grid, and lets neighbours share at least the overlap', () => {
    const tiling = fc
      .record({
        grid: fc.constantFrom(1, 8, 32),
        tiles: fc.integer({ min: 1, max: 8 }),
        share: fc.double({ min: 0, max: 0.9, noNaN: true }),
      })
      .map(({ grid, tiles, share }) => ({
        gridPx: grid,
        sizePx: 32 * tiles,
        overlapPx: Math.floor(share * (32 * tiles - grid)),
      }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), tiling, (lengthPx, { sizePx, overlapPx, gridPx }) => {
        const { paddedPx, startsPx } = layTiles(lengthPx, sizePx, overlapPx, gridPx);
        expect(paddedPx).toBeGreaterThanOrEqual(Math.max(lengthPx, sizePx));
        expect(paddedPx - lengthPx).toBeLessThan(Math.max(gridPx, sizePx));
        expect(startsPx[0]).toBe(0);
        expect(startsPx.at(-1)).toBe(paddedPx - sizePx);
        for (const [i, start] of startsPx.entries()) {
          expect(start % gridPx).toBe(0);
          const before = startsPx[i - 1];
          if (before !== undefined) expect(before + sizePx - start).toBeGreaterThanOrEqual(overlapPx);
          if (before !== undefined) expect(start).toBeGreaterThan(before);
        }
      }),
    );
  });

  it('needs one tile where the length fits into it', () => {
    expect(layTiles(1, 256, 32, 32)).toEqual({ paddedPx: 256, startsPx: [0] });
    expect(layTiles(256, 256, 32, 32)).toEqual({ paddedPx: 256, startsPx: [0] });
  });
});

describe('blendWeights', () => {
  it('rises over the overlap, is 1 in the middle, and never 0', () => {
    expect([...blendWeights(8, 1)]).toEqual([0.5, 1, 1, 1, 1, 1, 1, 0.5]);
    expect([...blendWeights(4, 0)]).toEqual([1, 1, 1, 1]);
  });
});

describe('createStitcher', () => {
  it('passes from one tile to the next without a seam', () => {
    const stitcher = createStitcher(12, 1, 4);
    stitcher.add(new Float32Array(8).fill(0), 8, 1, 0, 0);
    stitcher.add(new Float32Array(8).fill(1), 8, 1, 4, 0);
    const blended = [...stitcher.finish()];
    expect(blended.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(blended.slice(8)).toEqual([1, 1, 1, 1]);
    for (const [i, value] of [0.2, 0.4, 0.6, 0.8].entries()) expect(blended[4 + i]).toBeCloseTo(value, 6);
  });
});
