import { expect, it } from 'vitest';
import { externalFiles } from '../../../src/inference/runtimes/external-files.ts';
import { modelWithWeightsIn } from '../../fixtures/external-weights.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';

it('names no other file for a model that holds its weights', () => {
  expect(externalFiles(identityModel)).toEqual([]);
});

it('names the file that weights lie in', () => {
  expect(externalFiles(modelWithWeightsIn('model.onnx.data'))).toEqual(['model.onnx.data']);
});

/** A graph in a node of a graph, as the branch of an If. */
function nestedGraphs(levels: number): Uint8Array {
  const field = (number: number, content: Uint8Array) => {
    const length: number[] = [];
    let rest = content.length;
    for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
    return Buffer.concat([Uint8Array.of((number << 3) | 2, ...length, rest), content]);
  };
  let graph: Uint8Array = field(2, Buffer.from('inmost'));
  for (let level = 0; level < levels; level++) graph = field(1, field(5, field(6, graph)));
  return field(7, graph);
}

it('looks into graphs as deep as they may be', () => {
  expect(externalFiles(nestedGraphs(30))).toEqual([]);
  expect(externalFiles(nestedGraphs(5000))).toBeNull();
});

it.each([
  ['text', new TextEncoder().encode('no model at all, but long enough to be one')],
  ['nothing', new Uint8Array()],
  ['a model that was cut off', identityModel.subarray(0, identityModel.length - 7)],
  ['a message without a graph', Uint8Array.of(0x08, 8)],
])('knows that %s is no ONNX file', (_what, bytes) => {
  expect(externalFiles(bytes)).toBeNull();
});
