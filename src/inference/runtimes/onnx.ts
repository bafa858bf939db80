import './no-telemetry.ts';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { ModelSignature, Tensor, TensorSpec, Tensors, TensorType } from '../../domain/technology/tensor.ts';
import type { LoadedModel, LoadOptions, Runtime } from '../runtime.ts';
import { externalFiles } from './external-files.ts';
import { causeAndCure, ortSentence } from './ort-sentence.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** What ONNX Runtime says where `disable_cpu_ep_fallback` kept a part of a graph from the CPU. */
const PARTLY_ON_CPU = /assigned to the default CPU EP/;

const TYPES: readonly TensorType[] = ['float32', 'uint8', 'uint16'];

/** Executes ONNX models with ONNX Runtime, on exactly the provider that is asked for. */
export const onnxRuntime: Runtime = {
  name: 'onnx',
  async load(model, options) {
    const { manifest, folder, weightsPath } = model;
    const listed = manifest.files.map((file) => path.resolve(folder, file.path));
    const named = await weightFiles(weightsPath);
    const unlisted = named?.find((name) => !listed.includes(path.resolve(path.dirname(weightsPath), name)));
    if (unlisted !== undefined) {
      return fail(
        'runtime-failed',
        `Model "${manifest.id}" does not load: it keeps weights in "${unlisted}"; list it in files of the manifest, with its hash.`,
      );
    }
    const loaded = await loadOnnx(manifest.id, weightsPath, options);
    if (!loaded.ok) return fail('runtime-failed', loaded.failure.message);
    if (named !== null) return loaded;
    await loaded.value.close();
    return fail(
      'runtime-failed',
      `Model "${manifest.id}" does not load: it is not written as ONNX files are, so nobody can tell which files it keeps weights in; export it anew.`,
    );
  },
};

/**
 * The files in which a model keeps weights beside its own: where the manifest does not list one, no hash covers it. Null
 * where that cannot be told: mostly of what is no ONNX file, or not there, for which ONNX Runtime has the words.
 */
async function weightFiles(weightsPath: string): Promise<readonly string[] | null> {
  // ONNX Runtime's own format, which it tells by this name alone, has no other files.
  if (path.extname(weightsPath) === '.ort') return [];
  return externalFiles(await readFile(weightsPath).catch(() => new Uint8Array()));
}

/**
 * Loads an `.onnx` file, with a manifest or without one; failures call the model by `id`. Fails with `malformed-request`
 * where its graph takes or gives nothing that is read here, with `runtime-failed` where ONNX Runtime does not load it.
 */
export async function loadOnnx(id: string, weightsPath: string, options: LoadOptions): Promise<Outcome<LoadedModel>> {
  const opened = await openSession(weightsPath, options);
  if (!opened.ok) return fail('runtime-failed', `Model "${id}" does not load ${opened.failure.message}`);
  const signature = signatureOf(id, opened.value);
  if (signature.ok) return succeed(loadedModel(id, opened.value, signature.value));
  await opened.value.release();
  return signature;
}

/**
 * Opens a model on exactly one provider. Fails with `runtime-failed` and what this host or the model lacks for it, as the
 * end of a sentence: `on cuda: …`.
 */
export async function openSession(
  weights: string | Uint8Array,
  { provider, intraOpThreads }: LoadOptions,
): Promise<Outcome<InferenceSession>> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    // ONNX Runtime sizes its pools to the host's cores and ignores the cgroup's quota, so both are always set.
    intraOpNumThreads: intraOpThreads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // What fails is thrown and told in words of our own; its log, with places in its sources, would stand between them.
    logSeverityLevel: 4,
    extra: {
      session: {
        // Threads that spin while they wait take the cores from the other workers.
        intra_op: { allow_spinning: '0' },
        // Else what a provider lacks is computed on the CPU, and nobody is told.
        ...(provider !== 'cpu' && { disable_cpu_ep_fallback: '1' }),
      },
    },
  };
  try {
    return succeed(
      await (typeof weights === 'string'
        ? InferenceSession.create(weights, options)
        : InferenceSession.create(weights, options)),
    );
  } catch (error) {
    const message = ortSentence(error);
    const why = PARTLY_ON_CPU.test(message)
      ? `a part of it would run on the CPU, which would be a silent fallback: operators that ${provider} lacks, or shapes that the graph computes; run it on cpu, or export it with other operators and fixed sizes`
      : (causeAndCure(message) ?? `${whatIsMissing(provider)} (ONNX Runtime: ${message.replace(/\.$/, '')})`);
    return fail('runtime-failed', `on ${provider}: ${why}.`);
  }
}

/** Runs an open session once. Fails with `runtime-failed` and ONNX Runtime's own words. */
export async function runSession(
  session: InferenceSession,
  inputs: Tensors,
  outputs: readonly string[],
): Promise<Outcome<Tensors>> {
  try {
    return fromOrt(await session.run(toOrt(inputs), outputs));
  } catch (error) {
    return fail('runtime-failed', ortSentence(error));
  }
}

function loadedModel(id: string, session: InferenceSession, signature: ModelSignature): LoadedModel {
  let isOpen = true;
  const asked = signature.outputs.map(({ name }) => name);
  return {
    signature,
    async run(inputs) {
      if (!isOpen) return fail('runtime-failed', `Model "${id}" was closed and runs no more.`);
      const answer = await runSession(session, inputs, asked);
      return answer.ok
        ? answer
        : fail('runtime-failed', `Model "${id}" failed in ONNX Runtime: ${answer.failure.message}`);
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await session.release();
    },
  };
}

/**
 * The graph's inputs and outputs. Fails with `malformed-request` where an input is of a type that is not read here, or no
 * output of one that is. Such an output is left out and
 * never asked for, as the labels and masks of yes and no that some exports give beside their map.
 */
function signatureOf(id: string, session: InferenceSession): Outcome<ModelSignature> {
  const inputs: TensorSpec[] = [];
  for (const value of session.inputMetadata) {
    const spec = specOf(value);
    if (spec === null) return fail('malformed-request', `Model "${id}" has "${value.name}" as ${notRead(value)}.`);
    inputs.push(spec);
  }
  const outputs = session.outputMetadata.map(specOf).filter((spec) => spec !== null);
  const [first] = session.outputMetadata;
  if (outputs.length > 0) return succeed({ inputs, outputs });
  const what = first === undefined ? 'nothing: export it with an output' : `"${first.name}" as ${notRead(first)}`;
  return fail('malformed-request', `Model "${id}" gives ${what}.`);
}

/** How a value is described to all others, or null where its type is not read. */
function specOf(value: InferenceSession.ValueMetadata): TensorSpec | null {
  const type = value.isTensor ? TYPES.find((known) => known === value.type) : undefined;
  if (!value.isTensor || type === undefined) return null;
  const dims = value.shape.map((size) => (typeof size === 'number' && size >= 0 ? { size } : { multipleOf: 1 }));
  return { name: value.name, type, dims };
}

function notRead(value: InferenceSession.ValueMetadata): string {
  if (!value.isTensor) return 'no tensor; export it as float32 or uint8';
  return `${value.type}; export it as float32 or uint8${value.type === 'float16' ? ' (weights may stay float16)' : ''}`;
}

function toOrt(tensors: Tensors): Record<string, OrtTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, data, dims }]) => [name, new OrtTensor(type, data, dims)]),
  );
}

function fromOrt(results: InferenceSession.OnnxValueMapType): Outcome<Tensors> {
  const outputs: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(results)) {
    const { data, dims } = value;
    if (data instanceof Float32Array) outputs[name] = { type: 'float32', data, dims };
    else if (data instanceof Uint8Array) outputs[name] = { type: 'uint8', data, dims };
    else if (data instanceof Uint16Array) outputs[name] = { type: 'uint16', data, dims };
    else return fail('runtime-failed', `it answers "${name}" as ${value.type}; float32 or uint8 is read.`);
  }
  return succeed(outputs);
}
