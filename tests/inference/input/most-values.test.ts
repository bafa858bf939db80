import { expect, it } from 'vitest';
import { mostValues } from '../../../src/inference/input/most-values.ts';
import { planInput } from '../../../src/inference/input/plan-input.ts';
import { inputLength } from '../../../src/inference/input/prepare-input.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';

it('is what the longest scan gives a model that is shown scans at one height', () => {
  const { input } = modelManifest({
    input: { energies: ['high', 'low'], dynamic: { multipleOfPx: 32, heightPx: 210 } },
  });
  const sliver = planInput({ width: 16_384, height: 3 }, input);
  expect(mostValues(input)).toBe(inputLength(sliver, input));
});

it('is no less than the least that the model takes, as what a scan gives it', () => {
  const widths = [{ toHeights: 100_000, widthPx: 32 }];
  const { input } = modelManifest({ input: { dynamic: { multipleOfPx: 32, leastPx: 96, heightPx: 64, widths } } });
  expect(inputLength(planInput({ width: 6, height: 3 }, input), input)).toBe(96 * 96);
  expect(mostValues(input)).toBe(96 * 96);
});

it('is what the longest scan gives a model that shows areas of a length alike', () => {
  const widths = [{ toHeights: 2, widthPx: 96 }];
  const { input } = modelManifest({ input: { dynamic: { multipleOfPx: 32, heightPx: 210, widths } } });
  const [wide, sliver] = [planInput({ width: 6, height: 3 }, input), planInput({ width: 16_384, height: 3 }, input)];
  expect(inputLength(wide, input)).toBe(96 * 224);
  expect(mostValues(input)).toBe(inputLength(sliver, input));
});

it('is 64 tiles or pictures of a fixed size', () => {
  expect(mostValues(modelManifest({ input: { tile: { sizePx: 128, overlapPx: 0 } } }).input)).toBe(64 * 128 * 128);
  expect(mostValues(modelManifest({ input: { size: { widthPx: 300, heightPx: 200 } } }).input)).toBe(64 * 300 * 200);
});

it('is left to the size of the scan where pixels stay pixels', () => {
  expect(mostValues(modelManifest({ input: { dynamic: { multipleOfPx: 32 } } }).input)).toBeNull();
});
