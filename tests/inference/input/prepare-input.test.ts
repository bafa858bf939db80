import { describe, expect, it } from 'vitest';
import type { Box } from '../../../src/domain/scan/box.ts';
import type { AssessedView } from '../../../src/inference/detector.ts';
import { planInput } from '../../../src/inference/input/plan-input.ts';
import { inputLength, prepareInput } from '../../../src/inference/input/prepare-input.ts';
import type { Manifest } from '../../../src/inference/model/manifest.ts';
import { assessedView, plane8, plane16 } from '../../fixtures/assessed-view.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const NOTHING_TO_NORMALISE = { mean: [0, 0], std: [1, 1] };

function prepare(view: AssessedView, changes: Partial<Manifest['input']>, box: Box, patch = 0) {
  const { input } = modelManifest({ input: changes });
  const plan = planInput(box, input);
  const prepared = prepareInput(view, box, plan, input, new Float32Array(inputLength(plan, input)));
  return valueFrom(prepared)(plan.patches[patch] ?? { x: 0, y: 0 });
}

/** 4 × 3, readings from 0 to 110 in steps of ten, on a scale that ends at 255. */
const VIEW = assessedView({ high: plane8(4, 3, (x, y) => 10 * (4 * y + x)) });
const IN_READINGS = { normalize: { mean: [0], std: [1 / 255] } };

describe('prepareInput', () => {
  it('cuts the box out of the view and repeats its edges up to the multiple', () => {
    const tensor = prepare(VIEW, { ...IN_READINGS, dynamic: { multipleOfPx: 4 } }, { x: 1, y: 1, width: 3, height: 2 });
    expect(tensor.dims).toEqual([1, 1, 4, 4]);
    expect([...tensor.data].map(Math.round)).toEqual([
      50, 60, 70, 70, 90, 100, 110, 110, 90, 100, 110, 110, 90, 100, 110, 110,
    ]);
  });

  it('lays channels one after the other, or pixel by pixel', () => {
    const two = { planes: ['transmission', 'attenuation'], normalize: NOTHING_TO_NORMALISE } as const;
    const box = { x: 1, y: 0, width: 3, height: 3 };
    const shared = { ...two, planes: [...two.planes], dynamic: { multipleOfPx: 2 } };
    const byChannel = prepare(VIEW, { ...shared, layout: 'NCHW' }, box);
    const byPixel = prepare(VIEW, { ...shared, layout: 'NHWC' }, box);
    expect(byChannel.dims).toEqual([1, 2, 4, 4]);
    expect(byPixel.dims).toEqual([1, 4, 4, 2]);
    for (let pixel = 0; pixel < 16; pixel++) {
      expect([byPixel.data[2 * pixel], byPixel.data[2 * pixel + 1]]).toEqual([
        byChannel.data[pixel],
        byChannel.data[16 + pixel],
      ]);
    }
  });

  it('gives each energy its own channel and open-beam level', () => {
    const planes = { high: plane16(2, 1, () => 30_000), low: plane16(2, 1, () => 10_000) };
    const view = assessedView(planes, { airLevels: { high: 60_000, low: 40_000 } });
    const tensor = prepare(
      view,
      { energies: ['high', 'low'], normalize: NOTHING_TO_NORMALISE },
      { x: 0, y: 0, width: 2, height: 1 },
    );
    expect([...tensor.data]).toEqual([0.5, 0.5, 0.25, 0.25]);
  });

  it('gives a grey view to a model made for colour, each channel normalised by its own values', () => {
    const normalize = { mean: [0, 0.5, 1], std: [1, 0.5, 2] };
    const view = assessedView({ high: plane16(1, 1, () => 65_535) });
    expect([...prepare(view, { normalize }, { x: 0, y: 0, width: 1, height: 1 }).data]).toEqual([1, 1, 0]);
  });

  it('rounds and clamps to bytes for uint8 inputs', () => {
    const view = assessedView({ high: plane16(4, 1, (x) => [0, 100, 200, 65_535][x] ?? 0) });
    const normalize = { mean: [100 / 65_535], std: [1 / 65_535 / 1.5] };
    const tensor = prepare(view, { type: 'uint8', normalize }, { x: 0, y: 0, width: 4, height: 1 });
    expect(tensor).toMatchObject({ type: 'uint8', data: Uint8Array.of(0, 0, 150, 255) });
  });

  it('keeps the proportions in a letterbox and repeats the edge beside it', () => {
    const view = assessedView({ high: plane8(8, 4, (x) => (x < 4 ? 40 : 80)) });
    const tensor = prepare(
      view,
      { ...IN_READINGS, size: { widthPx: 4, heightPx: 4 } },
      { x: 0, y: 0, width: 8, height: 4 },
    );
    expect([...tensor.data].map(Math.round)).toEqual([40, 40, 80, 80, 40, 40, 80, 80, 40, 40, 80, 80, 40, 40, 80, 80]);
    const tall = prepare(
      view,
      { ...IN_READINGS, size: { widthPx: 8, heightPx: 2 } },
      { x: 0, y: 0, width: 8, height: 4 },
    );
    expect([...tall.data.subarray(0, 8)].map(Math.round)).toEqual([40, 40, 80, 80, 80, 80, 80, 80]);
  });

  it('fails where the view lacks the energy, naming both', () => {
    const { input } = modelManifest({ input: { energies: ['low'] } });
    const box = { x: 0, y: 0, width: 4, height: 3 };
    const prepared = prepareInput(VIEW, box, planInput(box, input), input, new Float32Array(12));
    expect(failureOf(prepared)).toContain('The view "side" has no low energy');
  });

  describe('the ratio of both energies', () => {
    const ratioOf = (high: number, low: number) => {
      const view = assessedView(
        { high: plane16(1, 1, () => high), low: plane16(1, 1, () => low) },
        { airLevels: { high: 60_000, low: 50_000 } },
      );
      const [ratio = Number.NaN] = prepare(
        view,
        { energies: ['high', 'low'], planes: ['ratio'] },
        { x: 0, y: 0, width: 1, height: 1 },
      ).data;
      return ratio;
    };

    it('is ln T of the low energy over ln T of the high one', () => {
      expect(ratioOf(30_000, 10_000)).toBeCloseTo(Math.log(0.2) / Math.log(0.5), 5);
    });

    it('is 1 in air, in noise around it and above it, whatever the low energy reads', () => {
      for (const high of [60_000, 58_000, 65_535]) expect(ratioOf(high, 20_000)).toBe(1);
    });

    it('stays finite in black', () => {
      expect(ratioOf(0, 0)).toBeCloseTo(1, 1);
    });
  });
});
