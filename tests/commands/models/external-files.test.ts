import { expect, it } from 'vitest';
import { externalFiles } from '../../../src/commands/models/external-files.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';
import { modelWithWeightsIn } from './external-weights.ts';

it('names no other file for a model that holds its weights', () => {
  expect(externalFiles(identityModel)).toEqual([]);
});

it('names the file that weights lie in', () => {
  expect(externalFiles(modelWithWeightsIn('model.onnx.data'))).toEqual(['model.onnx.data']);
});

it.each([
  ['text', new TextEncoder().encode('no model at all, but long enough to be one')],
  ['nothing', new Uint8Array()],
  ['a model that was cut off', identityModel.subarray(0, identityModel.length - 7)],
  ['a message without a graph', Uint8Array.of(0x08, 8)],
])('knows that %s is no ONNX file', (_what, bytes) => {
  expect(externalFiles(bytes)).toBeNull();
});
