import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { FLOAT, type GraphModelBytes, INT32 } from '../../../models/tfjs/tf-graph.ts';
import type { Tensor } from '../../../src/domain/technology/tensor.ts';
import type { LoadOptions } from '../../../src/inference/runtime.ts';
import { providerFor } from '../../../src/inference/runtimes/provider-for.ts';
import { tfjsRuntime } from '../../../src/inference/runtimes/tfjs.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { doublingGraphModel, graphModel, identityGraphModel, meanGraphModel } from '../../fixtures/tfjs-models.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { type ModelFiles, packModel } from '../../fixtures/write-model.ts';

const ON_CPU: LoadOptions = { provider: providerFor('tfjs', 'cpu'), intraOpThreads: 1 };
const INPUT = { type: 'float32', dims: [1, 1, 1, 3], data: Float32Array.of(1, -2, 0.5) } as const satisfies Tensor;
const BYTES = { type: 'uint8', dims: [1, 1, 1, 2], data: Uint8Array.of(1, 255) } as const satisfies Tensor;

const pack = (files: ModelFiles) => packModel(modelManifest({ runtime: 'tfjs' }), files);

async function load(files: ModelFiles) {
  return valueFrom(await tfjsRuntime.load(await pack(files), ON_CPU));
}

/** A model whose `model.json` says something else. */
function rewritten(files: GraphModelBytes, from: string, to: string): GraphModelBytes {
  const json = new TextDecoder().decode(files['model.json']);
  expect(json).toContain(from);
  return { ...files, 'model.json': new TextEncoder().encode(json.replaceAll(from, to)) };
}

describe('tfjsRuntime', () => {
  it('leaves it to the process what happens to an error that nobody caught', async () => {
    const listeners = () => [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
    const before = listeners();
    expect(tf.getBackend(), 'the library sets itself up once, so this test is the first').toBeUndefined();
    await (await load(identityGraphModel)).close();
    expect(tf.getBackend()).toBe('wasm');
    expect(listeners()).toEqual(before);
  });

  it('executes the graph that it is given', async () => {
    const model = await load(doublingGraphModel);
    expect(valueFrom(await model.run({ input: INPUT }))['map']?.data).toEqual(Float32Array.of(2, -4, 1));
    await model.close();
  });

  it('feeds whole numbers to a model that takes them, and refuses others', async () => {
    const asFloats = graphModel('map', (graph, input) => graph.node('Cast', [input], { SrcT: FLOAT, DstT: FLOAT }));
    const model = await load(
      rewritten(asFloats, '"attr":{"dtype":{"type":"DT_FLOAT"}', '"attr":{"dtype":{"type":"DT_UINT8"}'),
    );
    expect(valueFrom(await model.run({ input: BYTES }))['map']?.data).toEqual(Float32Array.of(1, 255));
    expect(failureOf(await model.run({ input: INPUT }))).toContain('must be int32, but was float32');
    await model.close();
  });

  it.skipIf(ON_CPU.provider === 'node')(
    'fails where an answer needs more memory than WebAssembly has, and answers the next run rightly',
    async () => {
      // An outer product: of 32,768 × 32,768 values, 2³² bytes, whose last 32 bits ask for none.
      const side = 2 ** 15;
      const outer = graphModel('map', (graph, input) => {
        const column = graph.constant('float32', [side], Array<number>(side).fill(2));
        const dims = graph.constant('int32', [4], [1, 1, side, 1]);
        const standing = graph.node('Reshape', [column, dims], { T: FLOAT, Tshape: INT32 });
        return graph.node('Mul', [input, standing], { T: FLOAT });
      });
      const model = await load(outer);
      const row = { type: 'float32', dims: [1, 1, 1, side], data: new Float32Array(side) } as const satisfies Tensor;
      expect(failureOf(await model.run({ input: row }))).toContain('no memory is left for 4294967296 bytes');
      const answer = valueFrom(await model.run({ input: INPUT }))['map']?.data;
      expect(answer?.slice(0, 3)).toEqual(Float32Array.of(2, -4, 1));
      await model.close();
    },
  );

  it('says so where a model answers with whole numbers', async () => {
    const model = await load(rewritten(identityGraphModel, 'DT_FLOAT', 'DT_UINT8'));
    expect(failureOf(await model.run({ input: BYTES }))).toContain('answers with int32; float32 is read');
    await model.close();
  });

  it('keeps no tensor of a thousand runs, nor of runs that fail, and none when it is closed', async () => {
    await (await load(doublingGraphModel)).close();
    const before = tf.memory().numTensors;
    const model = await load(doublingGraphModel);
    const loaded = tf.memory().numTensors;
    expect(loaded).toBeGreaterThan(before);
    for (let run = 0; run < 1000; run++) valueFrom(await model.run({ input: INPUT }));
    for (let run = 0; run < 10; run++) failureOf(await model.run({ input: { ...INPUT, dims: [3] } }));
    expect(tf.memory().numTensors).toBe(loaded);
    await model.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('computes on what it was loaded for, and fails where that changed', async () => {
    const model = await load(identityGraphModel);
    const meant = tf.getBackend();
    tf.registerBackend('other', () => new tf.KernelBackend());
    await tf.setBackend('other');
    expect(failureOf(await model.run({ input: INPUT }))).toContain(`computes on "other", not on "${meant}"`);
    await tf.setBackend(meant);
    expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: INPUT });
    await model.close();
  });

  it.each(['cpu', 'webgpu'] as const)('does not load on "%s", which would not say what computes', async (provider) => {
    const loaded = await tfjsRuntime.load(await pack(identityGraphModel), { ...ON_CPU, provider });
    expect(failureOf(loaded)).toContain('as wasm or node');
  });

  it.skipIf(ON_CPU.provider === 'node')('says what is missing where the C library is not installed', async () => {
    const loaded = await tfjsRuntime.load(await pack(identityGraphModel), { ...ON_CPU, provider: 'node' });
    expect(failureOf(loaded)).toContain('@tensorflow/tfjs-node');
  });
});

describe('the files of a graph model', () => {
  it('are read from the folder only where the manifest lists them', async () => {
    for (const name of ['other.bin', '../weights.bin', '/etc/hostname', 'https://example.org/weights.bin']) {
      const loaded = await tfjsRuntime.load(await pack(rewritten(meanGraphModel, 'weights.bin', name)), ON_CPU);
      expect(failureOf(loaded)).toContain(`it wants "${name}"; list it in files of the manifest`);
    }
  });

  it('are all there', async () => {
    const model = await pack(meanGraphModel);
    await rm(path.join(model.folder, 'weights.bin'));
    expect(failureOf(await tfjsRuntime.load(model, ON_CPU))).toContain('weights.bin: the file is missing');
  });

  it('hold as many weights as they say', async () => {
    const short = { ...meanGraphModel, 'weights.bin': meanGraphModel['weights.bin'].slice(4) };
    expect(failureOf(await tfjsRuntime.load(await pack(short), ON_CPU))).toContain('does not load');
  });

  it('are a graph model: a layers model is told how to become one', async () => {
    const layers = rewritten(identityGraphModel, 'graph-model', 'layers-model');
    expect(failureOf(await tfjsRuntime.load(await pack(layers), ON_CPU))).toContain('tfjs_graph_model');
    const foreign = { 'model.json': new TextEncoder().encode('{"format":"graph-model"}') };
    expect(failureOf(await tfjsRuntime.load(await pack(foreign), ON_CPU))).toContain('no graph model of TensorFlow.js');
  });

  it('name operators that TensorFlow.js knows, or the failure names them', async () => {
    const unknown = await load(rewritten(doublingGraphModel, 'AddV2', 'Frobnicate'));
    expect(failureOf(await unknown.run({ input: INPUT }))).toContain('Frobnicate');
  });
});
