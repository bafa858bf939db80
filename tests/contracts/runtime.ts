import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Tensor } from '../../src/domain/technology/tensor.ts';
import type { Manifest } from '../../src/inference/model/manifest.ts';
import type { ModelPackage } from '../../src/inference/model/model-package.ts';
import type { LoadedModel, LoadOptions, Runtime } from '../../src/inference/runtime.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';
import { type ModelFiles, packModel } from '../fixtures/write-model.ts';

/** Models that every runtime can be given, as its own files. */
export interface ContractModels {
  /** Input `input` [1, 1, height, width] of any size; output `map`, the same values. */
  readonly identity: ModelFiles;
  /** The same input; output `score` [1], the mean. */
  readonly mean: ModelFiles;
}

/** The same two models, for a runtime that has no files of them: each as a package that it can load now. */
export interface ServedContractModels {
  readonly identity: () => Promise<ModelPackage>;
  readonly mean: () => Promise<ModelPackage>;
  readonly options: () => LoadOptions;
}

/**
 * What each runtime promises: see `src/inference/runtime.ts`. Call it inside a `describe` of the runtime's name.
 * `onCpu` is the runtime's own way to compute on the CPU.
 */
export function describeRuntimeContract(
  runtime: Runtime,
  models: ContractModels | ServedContractModels,
  onCpu: LoadOptions = { provider: 'cpu', intraOpThreads: 1 },
): void {
  const isServed = 'options' in models;
  const pack = (name: keyof ContractModels, kind: Manifest['output']['kind'] = 'anomaly-map') =>
    isServed ? models[name]() : packModel(modelManifest({ runtime: runtime.name, output: { kind } }), models[name]);
  const options = () => (isServed ? models.options() : onCpu);
  const load = async (model: ModelPackage): Promise<LoadedModel> => {
    const loaded = valueFrom(await runtime.load(model, options()));
    onTestFinished(() => loaded.close());
    return loaded;
  };
  const loadIdentity = async () => load(await pack('identity'));

  describe('what it computes', () => {
    it('gives the right values for each size, from a pixel to a sliver, with one loaded model', async () => {
      const model = await loadIdentity();
      for (const [heightPx, widthPx] of [
        [1, 1],
        [3, 5],
        [931, 53],
        [64, 32],
      ] as const) {
        const input = ramp(heightPx, widthPx);
        expect(valueFrom(await model.run({ input }))).toEqual({ map: input });
      }
    });

    it('reduces to a score', async () => {
      const model = await load(await pack('mean', 'score'));
      const { score } = valueFrom(await model.run({ input: tensor(2, 2, [0, 0.25, 0.5, 0.25]) }));
      expect(score).toEqual({ type: 'float32', dims: [1], data: Float32Array.of(0.25) });
    });

    it('passes NaN on, so that whoever reads the answer can refuse it', async () => {
      const model = await loadIdentity();
      const { map } = valueFrom(await model.run({ input: tensor(1, 2, [Number.NaN, 0.5]) }));
      expect(map?.data).toEqual(Float32Array.of(Number.NaN, 0.5));
    });

    it('answers runs that were started together, each with its own values', async () => {
      const model = await loadIdentity();
      const inputs = [1, 2, 3, 4, 5, 6].map((size) => ramp(size, 2 * size));
      const answers = await Promise.all(inputs.map((input) => model.run({ input })));
      expect(answers.map((answer) => valueFrom(answer)['map'])).toEqual(inputs);
    });

    it('gives values of its own: the input can be written over afterwards', async () => {
      const model = await loadIdentity();
      const input = tensor(1, 3, [0.1, 0.2, 0.3]);
      const { map } = valueFrom(await model.run({ input }));
      input.data.fill(9);
      expect(map?.data).toEqual(Float32Array.of(0.1, 0.2, 0.3));
    });
  });

  describe('what it refuses', () => {
    it.each([
      ['an input of another name', { other: tensor(2, 2, [1, 2, 3, 4]) }],
      ['no input', {}],
      ['too many channels', { input: { ...tensor(2, 2, [1, 2, 3, 4]), dims: [1, 4, 1, 1] } }],
      ['too few dimensions', { input: { ...tensor(2, 2, [1, 2, 3, 4]), dims: [2, 2] } }],
      ['values that do not fill the dimensions', { input: { ...tensor(2, 2, [1, 2, 3, 4]), dims: [1, 1, 3, 3] } }],
      ['another type', { input: { type: 'uint8', dims: [1, 1, 2, 2], data: Uint8Array.of(1, 2, 3, 4) } }],
    ] as const)('fails with runtime-failed for %s, names the model, and runs on', async (_what, inputs) => {
      const model = await loadIdentity();
      const answer = await model.run(inputs);
      expect(answer).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
      expect(failureOf(answer)).toContain('"fixture"');
      const input = tensor(1, 1, [0.5]);
      expect(valueFrom(await model.run({ input }))).toEqual({ map: input });
    });

    it.skipIf(isServed).each([
      ['rubbish', new TextEncoder().encode('no weights at all')],
      ['nothing', new Uint8Array(0)],
    ])('does not load weights that are %s, and names the model', async (_what, weights) => {
      const model = await packModel(modelManifest({ runtime: runtime.name }), weights);
      expect(failureOf(await runtime.load(model, onCpu))).toContain('"fixture"');
    });

    it.skipIf(isServed)('does not load a file that went away', async () => {
      const model = await pack('identity');
      await rm(model.weightsPath);
      expect(await runtime.load(model, onCpu)).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
    });

    it.skipIf(existsSync('/dev/nvidia0'))(
      'says what is missing where a host lacks a provider, and falls back to no other',
      async () => {
        const loaded = await runtime.load(await pack('identity'), { ...options(), provider: 'cuda' });
        expect(failureOf(loaded)).toMatch(/cuda.*NVIDIA|only the provider (cpu|http)/);
      },
    );
  });

  describe('how it ends', () => {
    it('closes as often as it is asked to', async () => {
      const model = await loadIdentity();
      await model.close();
      await expect(model.close()).resolves.toBeUndefined();
    });

    it('runs no more once it was closed, and says so', async () => {
      const model = await loadIdentity();
      await model.close();
      expect(failureOf(await model.run({ input: tensor(1, 1, [0.5]) }))).toContain('was closed');
    });
  });
}

function tensor(heightPx: number, widthPx: number, values: readonly number[]): Tensor {
  return { type: 'float32', dims: [1, 1, heightPx, widthPx], data: Float32Array.from(values) };
}

/** Values that all differ. */
function ramp(heightPx: number, widthPx: number): Tensor {
  const length = heightPx * widthPx;
  return tensor(
    heightPx,
    widthPx,
    Array.from({ length }, (_, i) => i / length),
  );
}
