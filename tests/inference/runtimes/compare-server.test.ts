import { expect, it } from 'vitest';
import { whyNoFit } from '../../../src/inference/runtimes/remote/compare-server.ts';
import { modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';

const MANIFEST = modelManifest({ input: { dynamic: { multipleOfPx: 32, leastPx: 128 } } });

function recordedOf(heightPx: number, widthPx: number) {
  const { recorded } = remoteAt('http://unused');
  return { ...recorded, inputs: [{ name: 'input', datatype: 'FP32', shape: [-1, 1, heightPx, widthPx] }] };
}

it.each([
  ['free', -1, -1],
  ['the least', 128, 128],
  ['a multiple above it', 160, -1],
])('takes a server whose height and width are %s', (_what, heightPx, widthPx) => {
  expect(whyNoFit(MANIFEST, recordedOf(heightPx, widthPx))).toBeNull();
});

it.each([
  ['smaller than the least of the manifest', 64, 128],
  ['no multiple of its step', 144, -1],
])('refuses a server whose height and width are %s', (_what, heightPx, widthPx) => {
  expect(whyNoFit(MANIFEST, recordedOf(heightPx, widthPx))).toMatch(
    /^The input is \[any size, 1, a multiple of 32 from 128 on, .*\] by the manifest; the server's model takes/,
  );
});
