import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Provider } from '../../domain/technology.ts';
import type { ModelSignature, Tensor, TensorSpec, Tensors, TensorType } from '../../domain/tensor.ts';
import type { LoadedModel, LoadOptions, Runtime } from '../runtime.ts';

/** What a host must have for each execution provider, for the sentence that says why one failed. */
const PROVIDER_NEEDS = {
  cpu: 'it needs a model whose operators ONNX Runtime knows',
  cuda: 'it needs an NVIDIA GPU and the CUDA and cuDNN libraries of ONNX Runtime (its install script fetches them)',
  tensorrt: 'it needs an NVIDIA GPU and the TensorRT libraries beside the CUDA ones',
  webgpu: 'it needs a GPU with a Vulkan, Metal or Direct3D 12 driver',
  node: 'TensorFlow.js has it',
  wasm: 'TensorFlow.js has it',
  http: 'models on another server have it',
} as const satisfies Record<Provider, string>;

const TYPES: readonly TensorType[] = ['float32', 'uint8', 'uint16'];

/** Executes ONNX models with ONNX Runtime, on exactly the provider that is asked for. */
export const onnxRuntime: Runtime = {
  name: 'onnx',
  load: (model, options) => loadOnnx(model.manifest.id, model.weightsPath, options),
};

/** Loads an `.onnx` file, with a manifest or without one; failures call the model by `id`. */
export async function loadOnnx(
  id: string,
  weightsPath: string,
  { provider, intraOpThreads }: LoadOptions,
): Promise<Outcome<LoadedModel>> {
  try {
    const session = await InferenceSession.create(weightsPath, {
      executionProviders: [provider],
      // ONNX Runtime sizes its pools to the host's cores and ignores the cgroup's quota, so both are always set.
      intraOpNumThreads: intraOpThreads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // Threads that spin while they wait take the cores from the other workers.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    const signature = signatureOf(id, session);
    if (signature.ok) return succeed(loadedModel(id, session, signature.value));
    await session.release();
    return signature;
  } catch (error) {
    return fail(
      'runtime-failed',
      `Model "${id}" does not load on ${provider} (${PROVIDER_NEEDS[provider]}): ${firstLine(error)}`,
    );
  }
}

function loadedModel(id: string, session: InferenceSession, signature: ModelSignature): LoadedModel {
  let isOpen = true;
  const asked = signature.outputs.map(({ name }) => name);
  return {
    signature,
    async run(inputs) {
      if (!isOpen) return fail('runtime-failed', `Model "${id}" was closed and runs no more.`);
      try {
        return fromOrt(id, await session.run(toOrt(inputs), asked));
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

/**
 * The graph's inputs and outputs. Fails where an input is of a type that is not read here. Such an output is left out and
 * never asked for, as the labels and masks of yes and no that some exports give beside their map.
 */
function signatureOf(id: string, session: InferenceSession): Outcome<ModelSignature> {
  const inputs: TensorSpec[] = [];
  for (const value of session.inputMetadata) {
    const spec = specOf(value);
    if (spec === null) return fail('runtime-failed', `Model "${id}" has "${value.name}" as ${notRead(value)}.`);
    inputs.push(spec);
  }
  const outputs = session.outputMetadata.map(specOf).filter((spec) => spec !== null);
  const [first] = session.outputMetadata;
  if (outputs.length > 0 || first === undefined) return succeed({ inputs, outputs });
  return fail('runtime-failed', `Model "${id}" gives "${first.name}" as ${notRead(first)}.`);
}

/** How a value is described to all others, or null where its type is not read. */
function specOf(value: InferenceSession.ValueMetadata): TensorSpec | null {
  const type = value.isTensor ? TYPES.find((known) => known === value.type) : undefined;
  if (!value.isTensor || type === undefined) return null;
  const dims = value.shape.map((size) => (typeof size === 'number' && size >= 0 ? { size } : { multipleOf: 1 }));
  return { name: value.name, type, dims };
}

function notRead(value: InferenceSession.ValueMetadata): string {
  return `${value.isTensor ? value.type : 'no tensor'}; ${TYPES.join(', ')} are read, export it as one of them`;
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
