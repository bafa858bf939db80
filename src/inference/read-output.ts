import { fail, type Outcome, succeed } from '../domain/failure.ts';
import type { Manifest } from './manifest.ts';
import type { Tensor, Tensors } from './runtime.ts';

/** What a model said about one patch: scores 0…1, row-major, over the patch, at the model's own resolution. */
export interface PatchScores {
  readonly widthCells: number;
  readonly heightCells: number;
  readonly values: Float32Array;
}

/**
 * Reads a model's answer, whatever its kind:
 * - `anomaly-map`: as it is; values outside 0…1 are clamped later, where scores are made.
 * - `reconstruction`: d / (1 + d), where d is the mean over channels of |input − reconstruction| in normalised units.
 * - `score`: one value for the whole patch.
 *
 * Fails with `runtime-failed` where the tensor is missing, has other dimensions than its kind asks for, or holds NaN.
 */
export function readOutput(output: Manifest['output'], input: Tensor, outputs: Tensors): Outcome<PatchScores> {
  const name = output.names[NAME_OF_KIND[output.kind]] ?? '';
  const tensor = outputs[name];
  if (tensor === undefined) {
    return fail('runtime-failed', `The model gives no "${name}"; it gives ${Object.keys(outputs).join(', ')}.`);
  }
  const scores = SCORES_OF_KIND[output.kind](tensor, input);
  if (scores === null) {
    return fail('runtime-failed', `The model's "${name}" is [${tensor.dims.join(', ')}], which is no ${output.kind}.`);
  }
  if (scores.values.some(Number.isNaN)) return fail('runtime-failed', `The model's "${name}" holds NaN.`);
  return succeed(scores);
}

const NAME_OF_KIND = { 'anomaly-map': 'map', reconstruction: 'reconstruction', score: 'score' } as const;

const SCORES_OF_KIND = {
  'anomaly-map': readMap,
  reconstruction: readReconstruction,
  score: readScore,
} as const satisfies Record<Manifest['output']['kind'], (tensor: Tensor, input: Tensor) => PatchScores | null>;

/** One map: every dimension but two is 1, whatever the layout. */
function readMap({ dims, data }: Tensor): PatchScores | null {
  const [heightCells, widthCells, ...others] =
    dims.slice(-3).at(-1) === 1 && dims.length === 4 ? dims.slice(1) : dims.slice(-2);
  if (heightCells === undefined || widthCells === undefined) return null;
  if (others.some((size) => size !== 1) || heightCells * widthCells !== data.length) return null;
  return { widthCells, heightCells, values: Float32Array.from(data) };
}

function readReconstruction({ dims, data }: Tensor, input: Tensor): PatchScores | null {
  const [, first = 0, second = 0, third = 0] = input.dims;
  if (dims.join() !== input.dims.join()) return null;
  const isChannelFirst = first < third;
  const [channels, heightCells, widthCells] = isChannelFirst ? [first, second, third] : [third, first, second];
  const cells = heightCells * widthCells;
  const [cellStride, channelStride] = isChannelFirst ? [1, cells] : [channels, 1];
  const values = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let difference = 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = cell * cellStride + channel * channelStride;
      difference += Math.abs((input.data[at] ?? 0) - (data[at] ?? 0));
    }
    values[cell] = difference / (difference + channels);
  }
  return { widthCells, heightCells, values };
}

function readScore({ data }: Tensor): PatchScores | null {
  return data.length === 1 ? { widthCells: 1, heightCells: 1, values: Float32Array.from(data) } : null;
}
