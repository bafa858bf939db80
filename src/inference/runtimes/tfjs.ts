import { createRequire } from 'node:module';
import path from 'node:path';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModelSync } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { fail, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import type { Provider } from '../../domain/technology/technology.ts';
import type { ModelSignature, Tensor, Tensors } from '../../domain/technology/tensor.ts';
import { signatureFromManifest } from '../model/model-signature.ts';
import type { LoadedModel, Runtime } from '../runtime.ts';
import { type GraphModelFiles, readGraphModel } from './tfjs-files.ts';
import { createWasmWatch } from './wasm-watch.ts';

/** TensorFlow.js's name for what computes, by provider. */
const BACKENDS: Readonly<Partial<Record<Provider, string>>> = { node: 'tensorflow', wasm: 'wasm' };

/** Not a literal, because the package is there only where somebody installed it: see docs/adr/0010. */
const NATIVE_PACKAGE: string = '@tensorflow/tfjs-node';

/** Of the one module that all models of this thread compute in. */
const wasm = createWasmWatch();

/**
 * Executes graph models with TensorFlow.js: on TensorFlow's C library (`node`) or in WebAssembly (`wasm`), never on its
 * plain JavaScript, which is 20 times slower. WebAssembly computes on the calling thread alone; the C library takes its
 * threads from TF_NUM_INTRAOP_THREADS, so `intraOpThreads` reaches neither.
 */
export const tfjsRuntime: Runtime = {
  name: 'tfjs',
  async load(model, { provider }) {
    const { id } = model.manifest;
    const backend = BACKENDS[provider];
    if (backend === undefined) {
      return fail('runtime-failed', `Model "${id}": the tfjs runtime has only the provider cpu, as wasm or node.`);
    }
    const files = await readGraphModel(model);
    if (!files.ok) return files;
    try {
      await startBackend(backend);
      return succeed(loadedModel(id, backend, files.value, signatureFromManifest(model.manifest)));
    } catch (error) {
      return fail('runtime-failed', `Model "${id}" does not load on ${provider}: ${firstLine(error)}`);
    }
  },
};

/** Brings up what computes in this thread, once. Throws where it is not exactly that one afterwards. */
async function startBackend(backend: string): Promise<void> {
  if (tf.getBackend() === backend) return;
  if (backend === 'wasm') {
    await wasm.start(startWasm);
  } else {
    await import(NATIVE_PACKAGE);
    await tf.setBackend(backend);
  }
  assertBackend(backend);
}

async function startWasm(): Promise<BackendWasm['wasm']> {
  const { BackendWasm, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const binary = '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm';
  setWasmPaths(`${path.dirname(createRequire(import.meta.url).resolve(binary))}${path.sep}`);
  const keepListeners = rememberListeners();
  await tf.setBackend('wasm');
  keepListeners();
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) throw new Error('TensorFlow.js did not start WebAssembly');
  return backend.wasm;
}

/**
 * What WebAssembly's loader listens for: it would throw whatever nobody caught once more, as if it were its own. How
 * this process ends is for its entry to decide, so what the loader added is taken off again.
 */
function rememberListeners(): () => void {
  const before = {
    uncaught: process.listeners('uncaughtException'),
    unhandled: process.listeners('unhandledRejection'),
  };
  return () => {
    for (const listener of process.listeners('uncaughtException')) {
      if (!before.uncaught.includes(listener)) process.off('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!before.unhandled.includes(listener)) process.off('unhandledRejection', listener);
    }
  };
}

function assertBackend(backend: string): void {
  const inEffect = tf.getBackend();
  if (inEffect !== backend) throw new Error(`TensorFlow.js computes on "${inEffect}", not on "${backend}"`);
}

function loadedModel(
  id: string,
  backend: string,
  { outputNames, ...artifacts }: GraphModelFiles,
  signature: ModelSignature,
): LoadedModel {
  const model = loadGraphModelSync(artifacts);
  let isOpen = true;
  return {
    signature,
    async run(inputs) {
      if (!isOpen) return fail('runtime-failed', `Model "${id}" was closed and runs no more.`);
      try {
        assertBackend(backend);
        const execute = () => executeIn(model, inputs, outputNames);
        return succeed(backend === 'wasm' ? wasm.run(execute) : execute());
      } catch (error) {
        return fail('runtime-failed', `Model "${id}" failed in TensorFlow.js: ${firstLine(error)}`);
      }
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      model.dispose();
    },
  };
}

function executeIn(
  model: ReturnType<typeof loadGraphModelSync>,
  inputs: Tensors,
  outputNames: readonly string[],
): Tensors {
  const outputs: Record<string, Tensor> = {};
  tf.tidy(() => {
    const results = [model.execute(toTf(inputs), [...outputNames])].flat();
    for (const [index, result] of results.entries()) outputs[outputNames[index] ?? ''] = fromTf(result);
  });
  return outputs;
}

/** TensorFlow.js has no narrow whole numbers: 8 and 16 bits become int32. */
function toTf(tensors: Tensors): tf.NamedTensorMap {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, data, dims }]) => [
      name,
      type === 'float32' ? tf.tensor(data, [...dims], 'float32') : tf.tensor(Int32Array.from(data), [...dims], 'int32'),
    ]),
  );
}

function fromTf(result: tf.Tensor): Tensor {
  const data = result.dataSync();
  if (!(data instanceof Float32Array)) throw new Error(`it answers with ${result.dtype}; float32 is read`);
  // Copied, because a backend may hand out the very array that an input was made of.
  return { type: 'float32', dims: result.shape, data: Float32Array.from(data) };
}

function firstLine(error: unknown): string {
  const message = errorMessage(error);
  return message.split('\n', 1)[0] ?? message;
}
