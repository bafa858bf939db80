import { readFile } from 'node:fs/promises';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, succeed } from '../../domain/failure.ts';
import type { Tensor, Tensors } from '../../domain/technology/tensor.ts';
import { channelsOf } from '../model/channels.ts';
import type { Manifest } from '../model/manifest.ts';
import { signatureFromManifest } from '../model/model-signature.ts';
import type { LoadedModel, Runtime } from '../runtime.ts';

/** The "weights" of a null model: a JSON file; `{}` is the identity. */
const BehaviourSchema = Type.Object(
  {
    busyMs: Type.Optional(
      Type.Number({ minimum: 0, description: 'Each run blocks its thread for this long, as a native runtime does.' }),
    ),
    fails: Type.Optional(Type.Boolean({ description: 'Each run fails with runtime-failed.' })),
    score: Type.Optional(Type.Number({ description: 'Every value of the output, in place of the input.' })),
  },
  { additionalProperties: false },
);
type Behaviour = Static<typeof BehaviourSchema>;

/**
 * A runtime without native code, which measures and tests everything around a model. It gives the input back: as the
 * anomaly map (the first channel), as the reconstruction (all of it), or as the score (the mean of the first channel).
 */
export const nullRuntime: Runtime = {
  name: 'null',
  async load(model, { provider }) {
    const { id } = model.manifest;
    if (provider !== 'cpu') return fail('runtime-failed', `Model "${id}": the null runtime has only the provider cpu.`);
    const behaviour = await readBehaviour(model.weightsPath);
    if (behaviour !== null) return succeed(loadedModel(model.manifest, behaviour));
    return fail('runtime-failed', `Model "${id}" does not load: its file is not the JSON of a null model, e.g. {}.`);
  },
};

async function readBehaviour(weightsPath: string): Promise<Behaviour | null> {
  try {
    const json: unknown = JSON.parse(await readFile(weightsPath, 'utf8'));
    return Value.Check(BehaviourSchema, json) ? json : null;
  } catch {
    return null;
  }
}

function loadedModel({ id, input, output }: Manifest, behaviour: Behaviour): LoadedModel {
  const channelCount = channelsOf(input).length;
  let isOpen = true;
  return {
    signature: signatureFromManifest({ input, output }),
    async run(inputs) {
      if (!isOpen) return fail('runtime-failed', `Model "${id}" was closed and runs no more.`);
      if (behaviour.fails === true) return fail('runtime-failed', `Model "${id}" fails on purpose.`);
      const tensor = inputs[input.name];
      if (tensor === undefined) return fail('runtime-failed', `Model "${id}" needs an input named "${input.name}".`);
      const problem = findDimsProblem(tensor, input, channelCount);
      if (problem !== null) return fail('runtime-failed', `Model "${id}" refuses its input: ${problem}.`);
      blockThread(behaviour.busyMs ?? 0);
      return succeed(echo(tensor, input, output, behaviour.score));
    },
    async close() {
      isOpen = false;
    },
  };
}

function findDimsProblem({ dims, data, type }: Tensor, input: Manifest['input'], channelCount: number): string | null {
  if (type !== input.type) return `it is ${type}, not ${input.type}`;
  const [batch = 0, second = 0, third = 0, fourth = 0] = dims;
  if (dims.length !== 4 || batch * second * third * fourth !== data.length) {
    return `${data.length} values do not fill [${dims.join(', ')}]`;
  }
  const channels = input.layout === 'NCHW' ? second : fourth;
  return channels === channelCount ? null : `${channels} channels, not ${channelCount}`;
}

/** Sleeps inside the thread, without burning its core. */
function blockThread(durationMs: number): void {
  if (durationMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

function echo(
  tensor: Tensor,
  input: Manifest['input'],
  { kind, names }: Manifest['output'],
  score: number | undefined,
): Tensors {
  if (kind === 'reconstruction') return { [names.reconstruction ?? kind]: reconstruct(tensor, score) };
  const [batch = 1, second = 1, third = 1, fourth = 1] = tensor.dims;
  const [channels, height, width] = input.layout === 'NCHW' ? [second, third, fourth] : [fourth, second, third];
  const cells = height * width;
  const map = new Float32Array(batch * cells);
  if (score === undefined) copyFirstChannel(tensor, map, cells, channels, input.layout);
  else map.fill(score);
  if (kind === 'anomaly-map') {
    const dims = input.layout === 'NCHW' ? [batch, 1, height, width] : [batch, height, width, 1];
    return { [names.map ?? kind]: { type: 'float32', dims, data: map } };
  }
  const means = Float32Array.from({ length: batch }, (_, item) =>
    meanOf(map.subarray(item * cells, (item + 1) * cells)),
  );
  return { [names.score ?? kind]: { type: 'float32', dims: [batch], data: means } };
}

/** A copy, in the units of the input, as a model learns them. */
function reconstruct({ dims, data }: Tensor, score: number | undefined): Tensor {
  const values = Float32Array.from(data);
  return { type: 'float32', dims, data: score === undefined ? values : values.fill(score) };
}

/** Whole numbers become shares of their type's highest. */
function copyFirstChannel(
  { type, data }: Tensor,
  map: Float32Array,
  cells: number,
  channels: number,
  layout: Manifest['input']['layout'],
): void {
  const highest = { float32: 1, uint8: 255, uint16: 65_535 }[type];
  for (let to = 0; to < map.length; to++) {
    const item = Math.floor(to / cells);
    const from = layout === 'NCHW' ? item * (channels - 1) * cells + to : to * channels;
    map[to] = (data[from] ?? 0) / highest;
  }
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
