import { expect, it } from 'vitest';
import { type Dimension, elementCount, type Tensor } from '../../src/domain/technology/tensor.ts';
import { readModels } from '../../src/inference/model/model-folder.ts';
import { refineSignature } from '../../src/inference/model/model-signature.ts';
import { onnxRuntime } from '../../src/inference/runtimes/onnx.ts';
import { shipped } from '../../src/installation.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';

const readings = await readModels(shipped('models'));
const models = readings.map(({ outcome }) => valueFrom(outcome)).filter(({ manifest }) => manifest.runtime === 'onnx');

it.each(models.map((model) => [model.manifest.id, model] as const))(
  '%s answers to the smallest input that it is said to take',
  async (_id, model) => {
    const loaded = valueFrom(await onnxRuntime.load(model, { provider: 'cpu', intraOpThreads: 1 }));
    const [input] = refineSignature(loaded.signature, model.manifest).inputs;
    const dims = (input?.dims ?? []).map(leastOf);
    const tensor: Tensor = { type: 'float32', dims, data: new Float32Array(elementCount(dims)).fill(0.5) };
    const answered = await loaded.run({ [input?.name ?? '']: tensor });
    await loaded.close();
    expect(answered.ok ? '' : failureOf(answered)).toBe('');
  },
);

function leastOf(dimension: Dimension): number {
  return 'size' in dimension ? dimension.size : (dimension.least ?? dimension.multipleOf);
}
