import { describe, expect, it } from 'vitest';
import { createOnnxGraph } from '../../models/graph/onnx-graph.ts';
import { RUNTIMES } from '../../src/domain/technology/technology.ts';
import { nullRuntime } from '../../src/inference/runtimes/null.ts';
import { onnxRuntime } from '../../src/inference/runtimes/onnx.ts';
import { providerFor } from '../../src/inference/runtimes/provider-for.ts';
import { runtimeFor } from '../../src/inference/runtimes/runtime-for.ts';
import { tfjsRuntime } from '../../src/inference/runtimes/tfjs.ts';
import { describeRuntimeContract } from '../contracts/runtime.ts';
import { modelWithEntry, modelWithWeightsIn } from '../fixtures/external-weights.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { doublingModel, identityModel, meanModel } from '../fixtures/onnx-models.ts';
import { identityGraphModel, meanGraphModel } from '../fixtures/tfjs-models.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';
import { packModel } from '../fixtures/write-model.ts';

const EMPTY_BEHAVIOUR = new TextEncoder().encode('{}');
const ON_CPU = { provider: 'cpu', intraOpThreads: 1 } as const;

describe.each([
  ['onnx', onnxRuntime, { identity: identityModel, mean: meanModel }],
  ['null', nullRuntime, { identity: EMPTY_BEHAVIOUR, mean: EMPTY_BEHAVIOUR }],
] as const)('the %s runtime', (_name, runtime, models) => {
  describeRuntimeContract(runtime, models);
});

describe('the tfjs runtime', () => {
  const models = { identity: identityGraphModel, mean: meanGraphModel };
  describeRuntimeContract(tfjsRuntime, models, { provider: providerFor('tfjs', 'cpu'), intraOpThreads: 1 });
});

describe('onnxRuntime', () => {
  it('executes the graph that it is given', async () => {
    const model = await packModel(modelManifest({ runtime: 'onnx' }), doublingModel);
    const loaded = valueFrom(await onnxRuntime.load(model, ON_CPU));
    const input = { type: 'float32', dims: [1, 1, 1, 3], data: Float32Array.of(1, -2, 0.5) } as const;
    expect(valueFrom(await loaded.run({ input }))['map']?.data).toEqual(Float32Array.of(2, -4, 1));
    await loaded.close();
  });

  const group = [0xa3, 0x06, 0xa4, 0x06];
  it.each([
    ['an initializer', modelWithWeightsIn('bias.bin')],
    ['a sparse initializer', modelWithWeightsIn('bias.bin', 'sparse initializer')],
    ['a sparse value', modelWithWeightsIn('bias.bin', 'sparse value of a node')],
    ['an initializer, with a group behind the graph', Uint8Array.of(...modelWithWeightsIn('bias.bin'), ...group)],
    [
      'an initializer, with two values of which the last counts',
      modelWithEntry([
        ['key', 'location'],
        ['value', 'weights.onnx'],
        ['value', 'bias.bin'],
      ]),
    ],
  ])(
    'takes weights out of files that the manifest lists, and out of no other: no hash would cover them (%s)',
    async (_place, graph) => {
      const bias = new Uint8Array(Float32Array.of(0.25).buffer);
      const model = await packModel(modelManifest({ runtime: 'onnx' }), { 'weights.onnx': graph, 'bias.bin': bias });
      await valueFrom(await onnxRuntime.load(model, ON_CPU)).close();
      const [opened] = model.manifest.files;
      const unlisted = { ...model, manifest: { ...model.manifest, files: opened === undefined ? [] : [opened] } };
      const sentence = 'it keeps weights in "bias.bin"; list it in files of the manifest, with its hash';
      expect(failureOf(await onnxRuntime.load(unlisted, ON_CPU))).toContain(sentence);
    },
  );

  it('passes an output over whose type is not read, and does not load a model that gives nothing else', async () => {
    const input = { type: 'float32', dims: [1, 1, 1, 2], data: Float32Array.of(0.2, 0.8) } as const;
    const loaded = valueFrom(await onnxRuntime.load(await packModel(modelManifest(), yesOrNo(true)), ON_CPU));
    expect(loaded.signature.outputs.map(({ name }) => name)).toEqual(['map']);
    expect(valueFrom(await loaded.run({ input }))).toEqual({ map: input });
    await loaded.close();
    const answer = await onnxRuntime.load(await packModel(modelManifest(), yesOrNo(false)), ON_CPU);
    expect(failureOf(answer)).toContain('gives "mask" as bool; export it as float32 or uint8');
  });
});

/** A model that says where its input is above one half, and beside it what the input is, where it is to. */
function yesOrNo(hasMap: boolean): Uint8Array {
  const graph = createOnnxGraph({ name: 'yes-or-no', description: 'A model for tests.' });
  const dims = [1, 1, 'height', 'width'];
  const input = graph.input('input', 'float32', dims);
  graph.output(graph.node('Greater', [input, graph.constant(0.5)]), 'mask', 'bool', dims);
  if (hasMap) graph.output(input, 'map', 'float32', dims);
  return graph.encode();
}

describe('nullRuntime', () => {
  const input = { type: 'float32', dims: [1, 1, 1, 2], data: Float32Array.of(0.2, 0.4) } as const;
  const run = async (behaviour: object, output: Parameters<typeof modelManifest>[0] = {}) => {
    const weights = new TextEncoder().encode(JSON.stringify(behaviour));
    const loaded = valueFrom(await nullRuntime.load(await packModel(modelManifest(output), weights), ON_CPU));
    return loaded.run({ input });
  };

  it('answers with one score everywhere, fails on purpose, or both refuses to misread', async () => {
    expect(valueFrom(await run({ score: 0.7 }))['map']?.data).toEqual(Float32Array.of(0.7, 0.7));
    expect(failureOf(await run({ fails: true }))).toContain('on purpose');
    await expect(run({ sc0re: 0.7 })).rejects.toThrow('does not load');
  });

  it('gives the input back as its own reconstruction', async () => {
    const answer = await run({}, { output: { kind: 'reconstruction' } });
    expect(valueFrom(answer)).toEqual({ reconstruction: input });
  });

  it('takes a batch and answers each of its items', async () => {
    const manifest = modelManifest({
      input: { planes: ['transmission', 'attenuation'], normalize: { mean: [0, 0], std: [1, 1] } },
    });
    const loaded = valueFrom(await nullRuntime.load(await packModel(manifest, EMPTY_BEHAVIOUR), ON_CPU));
    const batch = { type: 'float32', dims: [2, 2, 1, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) } as const;
    expect(valueFrom(await loaded.run({ input: batch }))['map']).toEqual({
      type: 'float32',
      dims: [2, 1, 1, 2],
      data: Float32Array.of(1, 2, 5, 6),
    });
  });
});

describe('runtimeFor', () => {
  it.each(RUNTIMES)('has %s', async (name) => {
    expect(valueFrom(await runtimeFor(name)).name).toBe(name);
  });
});
