import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Provider } from '../../domain/technology.ts';
import type { ModelSignature, Tensor, TensorSpec, Tensors, TensorType } from '../../domain/tensor.ts';
import type { LoadedModel, Runtime } from '../runtime.ts';

/** What a host must have for each execution provider, for the sentence that says why one failed. */
const PROVIDER_NEEDS = {
  cpu: 'it needs a model whose operators ONNX Runtime knows',
  cuda: 'it needs an NVIDIA GPU and the CUDA and cuDNN libraries of ONNX Runtime (its install script fetches them)',
  tensorrt: 'it needs an NVIDIA GPU and the TensorRT libraries beside the CUDA ones',
  webgpu: 'it needs a GPU with a Vulkan, Metal or Direct3D 12 driver',
  node: 'TensorFlow.js has it',
  wasm: 'TensorFlow.js has it',
} as const satisfies Record<Provider, string>;

const TYPES: readonly TensorType[] = ['float32', 'uint8', 'uint16'];

/** Executes ONNX models with ONNX Runtime, on exactly the provider that is asked for. */
export const onnxRuntime: Runtime = {
  name: 'onnx',
  async load(model, { provider, intraOpThreads }) {
    try {
      const session = await InferenceSession.create(model.weightsPath, {
        executionProviders: [provider],
        // ONNX Runtime sizes its pools to the host's cores and ignores the cgroup's quota, so both are always set.
        intraOpNumThreads: intraOpThreads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        // Threads that spin while they wait take the cores from the other workers.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
      const signature = signatureOf(model.manifest.id, session);
      if (signature.ok) return succeed(loadedModel(model.manifest.id, session, signature.value));
      await session.release();
      return signature;
    } catch (error) {
      return fail(
        'runtime-failed',
        `Model "${model.manifest.id}" does not load on ${provider} (${PROVIDER_NEEDS[provider]}): ${firstLine(error)}`,
      );
    }
  },
};

function loadedModel(id: string, session: InferenceSession, signature: ModelSignature): LoadedModel {
  let isOpen = true;
  return {
    signature,
    async run(inputs) {
      if (!isOpen) return fail('runtime-failed', `Model "${id}" was closed and runs no more.`);
      try {
        return fromOrt(id, await session.run(toOrt(inputs)));
      } catch (error) {
        return fail('runtime-failed', `Model "${id}" failed in ONNX Runtime: ${firstLine(error)}`);
      }
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await session.release();
    },
  };
}

/** The graph's inputs and outputs; fails where one is of a type that is not read here. */
function signatureOf(id: string, session: InferenceSession): Outcome<ModelSignature> {
  const described = [...session.inputMetadata, ...session.outputMetadata];
  const specs: TensorSpec[] = [];
  for (const value of described) {
    const type = value.isTensor ? TYPES.find((known) => known === value.type) : undefined;
    if (!value.isTensor || type === undefined) {
      const found = value.isTensor ? value.type : 'no tensor';
      const problem = `has "${value.name}" as ${found}; ${TYPES.join(', ')} are read, export it as one of them`;
      return fail('runtime-failed', `Model "${id}" ${problem}.`);
    }
    const dims = value.shape.map((size) => (typeof size === 'number' && size >= 0 ? { size } : { multipleOf: 1 }));
    specs.push({ name: value.name, type, dims });
  }
  const inputCount = session.inputMetadata.length;
  return succeed({ inputs: specs.slice(0, inputCount), outputs: specs.slice(inputCount) });
}

function toOrt(tensors: Tensors): Record<string, OrtTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, data, dims }]) => [name, new OrtTensor(type, data, dims)]),
  );
}

function fromOrt(id: string, results: InferenceSession.OnnxValueMapType): Outcome<Tensors> {
  const outputs: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(results)) {
    const { data, dims } = value;
    if (data instanceof Float32Array) outputs[name] = { type: 'float32', data, dims };
    else if (data instanceof Uint8Array) outputs[name] = { type: 'uint8', data, dims };
    else if (data instanceof Uint16Array) outputs[name] = { type: 'uint16', data, dims };
    else return fail('runtime-failed', `Model "${id}" answers "${name}" as ${value.type}; float32 or uint8 is read.`);
  }
  return succeed(outputs);
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? message;
}
