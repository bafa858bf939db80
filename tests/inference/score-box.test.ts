import { describe, expect, it } from 'vitest';
import { findRegions } from '../../src/inference/output/find-regions.ts';
import type { LoadedModel } from '../../src/inference/runtime.ts';
import { createBoxScorer } from '../../src/inference/score-box.ts';
import { createStageClock } from '../../src/inference/stage-clock.ts';
import { assessedView, plane8, plane16 } from '../fixtures/assessed-view.ts';
import { boxScorer, NULL_WEIGHTS } from '../fixtures/box-scorer.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { failureOf } from '../fixtures/value-from.ts';

const LETTERBOX = { size: { widthPx: 96, heightPx: 64 } } as const;
const CHANNELS = { planes: ['attenuation', 'transmission'], normalize: { mean: [0.5, 0], std: [2, 1] } } as const;

describe('createBoxScorer', () => {
  it.each([
    ['wider than the input', 400, 120],
    ['higher than the input', 60, 500],
    ['smaller than the input', 24, 20],
    ['that is a sliver', 900, 60],
  ])('puts what a letterbox shows back where it is in a view %s', async (_name, widthPx, heightPx) => {
    const spot = {
      x: Math.floor(widthPx * 0.6),
      y: Math.floor(heightPx * 0.3),
      width: Math.ceil(widthPx / 8),
      height: Math.ceil(heightPx / 5),
    };
    const isInside = (x: number, y: number) =>
      x >= spot.x && x < spot.x + spot.width && y >= spot.y && y < spot.y + spot.height;
    const view = assessedView({ high: plane16(widthPx, heightPx, (x, y) => (isInside(x, y) ? 65_535 : 0)) });
    const score = await boxScorer(modelManifest({ input: LETTERBOX }), NULL_WEIGHTS);
    const grid = await score(view, { x: 0, y: 0, width: widthPx, height: heightPx });

    // Both axes shrink alike, up to the rounding of the shorter one to whole pixels.
    const scale = Math.min(96 / widthPx, 64 / heightPx);
    expect(grid.widthCells).toBe(Math.max(1, Math.round(widthPx * scale)));
    expect(grid.heightCells).toBe(Math.max(1, Math.round(heightPx * scale)));

    const [region] = findRegions(grid, 0.5, 1).regions;
    const cellPx = Math.max(grid.cellWidthPx, grid.cellHeightPx, 1);
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs((region?.box[side] ?? Number.NaN) - spot[side]), side).toBeLessThanOrEqual(1 + cellPx);
    }
  });

  it('keeps boxes within two pixels where the letterbox halves', async () => {
    const spot = { x: 61, y: 33, width: 40, height: 27 };
    const isInside = (x: number, y: number) => x >= 61 && x < 101 && y >= 33 && y < 60;
    const view = assessedView({ high: plane16(192, 128, (x, y) => (isInside(x, y) ? 65_535 : 0)) });
    const score = await boxScorer(modelManifest({ input: LETTERBOX }), NULL_WEIGHTS);
    const [region] = findRegions(await score(view, { x: 0, y: 0, width: 192, height: 128 }), 0.5, 1).regions;
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs((region?.box[side] ?? Number.NaN) - spot[side]), side).toBeLessThanOrEqual(2);
    }
  });

  it('shows areas of any size at one height, and squeezes only what is longer than any container', async () => {
    const manifest = modelManifest({ input: { dynamic: { multipleOfPx: 32, heightPx: 48 } } });
    const score = await boxScorer(manifest, NULL_WEIGHTS);
    for (const [width, height, cells] of [
      [900, 96, 450],
      [90, 24, 180],
      [5000, 4, 48 * 24],
    ] as const) {
      const view = assessedView({ high: plane16(width, height, () => 60_000) });
      const grid = await score(view, { x: 0, y: 0, width, height });
      expect(grid).toMatchObject({ widthCells: cells, heightCells: 48, cellHeightPx: height / 48 });
      expect(grid.cellWidthPx * cells).toBeCloseTo(width, 6);
    }
  });

  it('shows areas of a length alike, whatever the speed that they passed at, and finds a spot where it was', async () => {
    const widths = [
      { toHeights: 2, widthPx: 64 },
      { toHeights: 5, widthPx: 160 },
    ];
    const manifest = modelManifest({ input: { dynamic: { multipleOfPx: 32, heightPx: 32, widths } } });
    const score = await boxScorer(manifest, NULL_WEIGHTS);
    for (const [width, cells] of [
      [80, 64],
      [128, 64],
      [129, 160],
      [300, 160],
      [640, 320],
      [64 * 40, 32 * 24],
    ] as const) {
      const isInside = (x: number) => x >= width / 2 && x < (3 * width) / 4;
      const view = assessedView({ high: plane16(width, 64, (x) => (isInside(x) ? 65_535 : 0)) });
      const grid = await score(view, { x: 0, y: 0, width, height: 64 });
      expect(grid).toMatchObject({ widthCells: cells, heightCells: 32 });
      const [region] = findRegions(grid, 0.5, 1).regions;
      expect(Math.abs((region?.box.x ?? Number.NaN) - width / 2)).toBeLessThanOrEqual(grid.cellWidthPx + 1);
      expect(Math.abs((region?.box.width ?? Number.NaN) - width / 4)).toBeLessThanOrEqual(2 * grid.cellWidthPx + 1);
    }
  });

  it.each(['anomaly-map', 'reconstruction', 'score'] as const)('scores NCHW and NHWC alike: %s', async (kind) => {
    const view = assessedView({ high: plane16(70, 1, (x) => 900 * x + 1) });
    for (const width of [70, 33, 2, 1]) {
      const grids = [];
      for (const layout of ['NCHW', 'NHWC'] as const) {
        const manifest = modelManifest({
          input: { ...CHANNELS, planes: [...CHANNELS.planes], normalize: { mean: [0.5, 0], std: [2, 1] }, layout },
          output: { kind },
        });
        grids.push(await (await boxScorer(manifest, NULL_WEIGHTS))(view, { x: 0, y: 0, width, height: 1 }));
      }
      expect(grids[0]).toEqual(grids[1]);
      expect(grids[0]?.values.length).toBe(kind === 'score' ? 1 : width);
    }
  });

  it('scores 8-bit inputs like float32 ones', async () => {
    const view = assessedView({ high: plane8(40, 30, (x, y) => (x * 6 + y) % 256) });
    const box = { x: 4, y: 3, width: 30, height: 20 };
    const asFloats = await boxScorer(modelManifest(), NULL_WEIGHTS);
    const asBytes = await boxScorer(
      modelManifest({ input: { type: 'uint8', normalize: { mean: [0], std: [1 / 255] } } }),
      NULL_WEIGHTS,
    );
    expect((await asBytes(view, box)).values).toEqual((await asFloats(view, box)).values);
  });

  it('finds a perfect reconstruction free of anomalies, of floats and of bytes', async () => {
    const view = assessedView({ high: plane16(40, 30, (x, y) => 1000 * x + y) });
    for (const type of ['float32', 'uint8'] as const) {
      const score = await boxScorer(
        modelManifest({
          input: { type, normalize: { mean: [0], std: [1 / 255] } },
          output: { kind: 'reconstruction' },
        }),
        NULL_WEIGHTS,
      );
      expect(Math.max(...(await score(view, { x: 0, y: 0, width: 40, height: 30 })).values)).toBe(0);
    }
  });

  it('refuses a model that answers tiles of one size with maps of several', async () => {
    let runs = 0;
    const fickle: Pick<LoadedModel, 'run'> = {
      async run() {
        runs++;
        return { ok: true, value: { map: { type: 'float32', dims: [1, 1, runs, 1], data: new Float32Array(runs) } } };
      },
    };
    const scorer = createBoxScorer(modelManifest({ input: { tile: { sizePx: 32, overlapPx: 0 } } }), fickle);
    const view = assessedView({ high: plane16(64, 32, () => 0) });
    const answer = await scorer.score(view, { x: 0, y: 0, width: 64, height: 32 }, { clock: createStageClock() });
    expect(failureOf(answer)).toContain('maps of several');
  });

  it.each([
    ['the whole box', {}],
    ['padded to a multiple', { dynamic: { multipleOfPx: 32 } }],
    ['tiles', { tile: { sizePx: 32, overlapPx: 8 } }],
    ['one height', { dynamic: { multipleOfPx: 32, heightPx: 48 } }],
    ['a letterbox', LETTERBOX],
  ] as const)('shows the model nothing of what lies outside the box: %s', async (_name, input) => {
    const box = { x: 11, y: 7, width: 83, height: 41 };
    const isInside = (x: number, y: number) => x >= 11 && x < 94 && y >= 7 && y < 48;
    const shownIn = async (outside: number) => {
      const shown: { readonly dims: readonly number[]; readonly data: readonly number[] }[] = [];
      const watching: Pick<LoadedModel, 'run'> = {
        async run({ input: tensor }) {
          if (tensor === undefined) throw new Error('no input');
          shown.push({ dims: tensor.dims, data: [...tensor.data] });
          return {
            ok: true,
            value: { map: { type: 'float32', dims: tensor.dims, data: new Float32Array(tensor.data) } },
          };
        },
      };
      const view = assessedView({
        high: plane16(120, 60, (x, y) => (isInside(x, y) ? (x * 977 + y * 3011) % 65_536 : outside)),
      });
      await createBoxScorer(modelManifest({ input }), watching).score(view, box, { clock: createStageClock() });
      return shown;
    };
    const inAir = await shownIn(65_535);
    expect(inAir.length).toBeGreaterThan(0);
    expect(await shownIn(0)).toEqual(inAir);
  });
});
