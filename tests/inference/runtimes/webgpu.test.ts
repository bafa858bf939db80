import { describe, expect, it } from 'vitest';
import type { Tensor, TensorSpec, Tensors } from '../../../src/domain/technology/tensor.ts';
import { readModels } from '../../../src/inference/model/model-folder.ts';
import type { ModelPackage } from '../../../src/inference/model/model-package.ts';
import { largestDifference, PROVIDER_TOLERANCE } from '../../../src/inference/provider-parity.ts';
import { onnxRuntime } from '../../../src/inference/runtimes/onnx.ts';
import { shipped } from '../../../src/installation.ts';
import { probeProvider } from '../../../src/workers/device/probe-provider.ts';
import { describeRuntimeContract } from '../../contracts/runtime.ts';
import { identityModel, meanModel } from '../../fixtures/onnx-models.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

// A real GPU, or Debian's mesa-vulkan-drivers, which compute on the CPU.
const hasWebGpu = (await probeProvider('webgpu')).ok;
const models = (await readModels(shipped('models'))).flatMap(({ outcome }) =>
  outcome.ok && outcome.value.manifest.runtime === 'onnx' ? [outcome.value] : [],
);
const floating = models.filter(({ manifest }) => manifest.precision === 'fp32');
const quantized = models.filter(({ manifest }) => manifest.precision === 'int8');

describe.skipIf(!hasWebGpu)('ONNX Runtime on WebGPU', () => {
  describeRuntimeContract(
    onnxRuntime,
    { identity: identityModel, mean: meanModel },
    { provider: 'webgpu', intraOpThreads: 1 },
  );

  it.each(floating.map((model) => [model.manifest.id, model] as const))(
    'gives what the CPU gives for %s, within the stated tolerance',
    async (_id, model) => {
      const onCpu = await answersOf(model, 'cpu');
      const onGpu = await answersOf(model, 'webgpu');
      // An answer of nothing but zeros would agree with any other.
      expect(Object.values(onCpu).some(({ data }) => data.some((value) => value > 0.01))).toBe(true);
      expect(largestDifference(onGpu, onCpu)).toBeLessThanOrEqual(PROVIDER_TOLERANCE);
    },
  );

  it.each(quantized.map((model) => [model.manifest.id, model] as const))(
    'refuses %s, of which it could compute only a part',
    async (_id, model) => {
      const refused = await onnxRuntime.load(model, { provider: 'webgpu', intraOpThreads: 1 });
      expect(failureOf(refused)).toContain('silent fallback');
    },
  );
});

async function answersOf(model: ModelPackage, provider: 'cpu' | 'webgpu'): Promise<Tensors> {
  const loaded = valueFrom(await onnxRuntime.load(model, { provider, intraOpThreads: 1 }));
  const inputs = Object.fromEntries(loaded.signature.inputs.map((spec) => [spec.name, texture(spec)]));
  const outputs = valueFrom(await loaded.run(inputs));
  await loaded.close();
  return outputs;
}

/** Values from 0 to 1 that look like nothing, the same each time; free heights and widths are 64 and 96. */
function texture({ dims }: TensorSpec): Tensor {
  const sizes = dims.map((dimension, axis) => ('size' in dimension ? dimension.size : [1, 1, 64, 96][axis]) ?? 1);
  const length = sizes.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, (_, index) => Math.abs(Math.sin(index * 12.9898) * 43_758.5453) % 1);
  return { type: 'float32', dims: sizes, data };
}
