import { describe, expect, it } from 'vitest';
import { encodeModel } from '../../../models/graph/onnx-messages.ts';
import { externalFiles } from '../../../src/inference/runtimes/external-files.ts';
import { modelWithEntry, modelWithWeightsIn } from '../../fixtures/external-weights.ts';
import { identityModel } from '../../fixtures/onnx-models.ts';

it('names no other file for a model that holds its weights', () => {
  expect(externalFiles(identityModel)).toEqual([]);
});

it('names the file that weights lie in', () => {
  expect(externalFiles(modelWithWeightsIn('model.onnx.data'))).toEqual(['model.onnx.data']);
});

it.each(['sparse initializer', 'sparse value of a node'] as const)('names the file that a %s lies in', (place) => {
  expect(externalFiles(modelWithWeightsIn('model.onnx.data', place))).toEqual(['model.onnx.data']);
});

it('takes the last of a key and of a value that stand twice, as Protocol Buffers does', () => {
  const location = ['key', 'location'] as const;
  expect(externalFiles(modelWithEntry([location, ['value', 'a.bin'], ['value', 'b.bin']]))).toEqual(['b.bin']);
  expect(externalFiles(modelWithEntry([['key', 'x'], ['value', 'a.bin'], location]))).toEqual(['a.bin']);
});

it('names a file whose name begins as a text may', () => {
  expect(externalFiles(modelWithWeightsIn('\uFEFFa.bin'))).toEqual(['\uFEFFa.bin']);
});

describe('what ONNX Runtime passes over', () => {
  const model = modelWithWeightsIn('model.onnx.data');
  it.each([
    ['a group', [0xa3, 0x06, 0xa4, 0x06]],
    ['a group with fields and a group in it', [0xa3, 0x06, 0x08, 1, 0x12, 1, 9, 0x0b, 0x0c, 0xa4, 0x06]],
  ])('hides nothing: %s', (_what, group) => {
    expect(externalFiles(Uint8Array.of(...model, ...group))).toEqual(['model.onnx.data']);
    expect(externalFiles(Uint8Array.of(...group, ...model))).toEqual(['model.onnx.data']);
  });

  it('hides nothing: bits of a tag beyond the 32 that count', () => {
    expect(externalFiles(Uint8Array.of(0xba, 0x80, 0x80, 0x80, 0x10, 0))).toEqual([]);
  });

  it.each([
    ['does not end', [0xa3, 0x06]],
    ['ends with the number of another', [0xa3, 0x06, 0xac, 0x06]],
    ['ends without a beginning', [0xa4, 0x06]],
    ['is deeper than is read', [...new Array(200).fill(0x0b), ...new Array(200).fill(0x0c)]],
  ])('is no ONNX file where a group %s', (_what, group) => {
    expect(externalFiles(Uint8Array.of(...model, ...group))).toBeNull();
  });
});

/** What a vendor compiled, as ONNX Runtime writes it for a provider. */
function compiledModel(embedMode: number | null, others: Readonly<Record<string, string>> = {}): Uint8Array {
  const texts = { ep_cache_context: 'engine.bin', ...others };
  return encodeModel({
    irVersion: 8,
    producerName: 'a test',
    opsetImport: [{ domain: 'com.microsoft', version: 1 }],
    graph: {
      name: 'compiled',
      docString: '',
      node: [
        {
          name: 'part',
          opType: 'EPContext',
          input: ['input'],
          output: ['map'],
          attribute: [
            ...(embedMode === null ? [] : [{ name: 'embed_mode', type: 2, i: embedMode }]),
            ...Object.entries(texts).map(([name, text]) => ({ name, type: 3, s: new TextEncoder().encode(text) })),
          ],
        },
      ],
      initializer: [],
      input: [],
      output: [],
    },
  });
}

it('names the file of a part that was compiled for a provider, where it does not stand in the node', () => {
  expect(externalFiles(compiledModel(0))).toEqual(['engine.bin']);
  expect(externalFiles(compiledModel(1))).toEqual([]);
  expect(externalFiles(compiledModel(null))).toEqual([]);
});

it('names the graph that a compiled part takes its weights from', () => {
  expect(externalFiles(compiledModel(1, { onnx_model_filename: 'whole.onnx' }))).toEqual(['whole.onnx']);
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
