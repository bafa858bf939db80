import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Tensor, Tensors } from '../../domain/technology/tensor.ts';
import { type Manifest, NAME_OF_KIND } from '../model/manifest.ts';
import { fullScale } from './full-scale.ts';
import { pickChannel } from './pick-channel.ts';

/** What a model said about one patch: scores 0…1, row-major, over the patch, at the model's own resolution. */
export interface PatchScores {
  readonly widthCells: number;
  readonly heightCells: number;
  readonly values: Float32Array;
}

type Layout = Manifest['input']['layout'];

/**
 * Reads a model's answer to `given`, whatever its kind:
 * - `anomaly-map`: as it is; its one channel stands before or behind height and width, or is left out.
 * - `reconstruction`: d / (1 + d), where d is the mean over channels of |input − reconstruction|, in the units of the
 *   input tensor (normalised values; for uint8, its 255 steps).
 * - `score`: one value for the whole patch.
 *
 * Of a map or score with a channel for each class, the one in the manifest is read.
 *
 * Maps and scores of 8 or 16 bits have their full scale at 1; what lies outside 0…1 is clamped. Fails with
 * `runtime-failed` where the tensor is missing, has other dimensions than its kind asks for, holds NaN or infinity, or more
 * values than both its input has pixels and any network of a fixed size answers.
 */
export function readOutput(
  { input, output }: Pick<Manifest, 'input' | 'output'>,
  given: Tensor,
  outputs: Tensors,
): Outcome<PatchScores> {
  const name = output.names[NAME_OF_KIND[output.kind]] ?? '';
  const tensor = outputs[name];
  if (tensor === undefined) {
    return fail('runtime-failed', `The model gives no "${name}"; it gives ${Object.keys(outputs).join(', ')}.`);
  }
  const { channel, layout = input.layout } = output;
  const picked = channel === undefined ? tensor : pickChannel(tensor, layout, channel);
  if (picked === null) {
    return fail(
      'runtime-failed',
      `The model's "${name}" is [${tensor.dims.join(', ')}], which has no channel ${channel}: mend output.channel in its manifest.`,
    );
  }
  const answer = READ_KIND[output.kind](picked, layout, given);
  if (answer === null) {
    return fail('runtime-failed', `The model's "${name}" is [${tensor.dims.join(', ')}], which is no ${output.kind}.`);
  }
  if (isTooLarge(answer, input.layout, given)) {
    return fail(
      'runtime-failed',
      `The model's "${name}" is [${tensor.dims.join(', ')}], larger than its input [${given.dims.join(', ')}] and than ${LARGEST_OWN_PX} × ${LARGEST_OWN_PX}: export it with a map no larger than its input.`,
    );
  }
  const values = clampScores(answer.values);
  if (values === null) return fail('runtime-failed', `The model's "${name}" holds NaN or infinity: ${OVERFLOWS}.`);
  return succeed({ ...answer, values });
}

const OVERFLOWS =
  'its graph divides by 0, takes the logarithm of 0 or overflows; export it without that, or mend input.normalize in its manifest';

/**
 * A graph that resizes its input by itself, as exports of anomalib do, answers in a size of its own whatever goes in; it is
 * larger than the input of a small box. Up to this many cells a side that costs nothing.
 */
const LARGEST_OWN_PX = 1024;

/** A map finer than its input says nothing more, and one of a whole scan may not fit into memory. */
function isTooLarge({ widthCells, heightCells }: PatchScores, layout: Layout, { dims }: Tensor): boolean {
  const [heightPx = 0, widthPx = 0] = layout === 'NCHW' ? dims.slice(2) : dims.slice(1, 3);
  return widthCells * heightCells > Math.max(widthPx * heightPx, LARGEST_OWN_PX ** 2);
}

const READ_KIND = {
  'anomaly-map': readMap,
  reconstruction: readReconstruction,
  score: readScore,
} as const satisfies Record<
  Manifest['output']['kind'],
  (tensor: Tensor, layout: Layout, given: Tensor) => PatchScores | null
>;

/**
 * One map: [height, width], with a batch of one before it, with or without a channel of one. A graph that takes pixels and
 * turns them by itself answers with its channel first all the same: one channel has its values in one order either way.
 */
function readMap(tensor: Tensor, layout: Layout): PatchScores | null {
  const { dims } = tensor;
  const isChannelLast = dims.length === 4 && dims[3] === 1 && (layout === 'NHWC' || dims[1] !== 1);
  const [height, width] = isChannelLast ? dims.slice(1, 3) : dims.slice(-2);
  const isPlain = dims.length >= 2 && dims.length <= 4;
  if (!isPlain || height === undefined || width === undefined) return null;
  const values = toUnitScale(tensor);
  // Whatever the other dimensions are, they are 1 where height and width alone make up the map.
  if (height * width !== values.length || values.length === 0) return null;
  return { widthCells: width, heightCells: height, values };
}

function readReconstruction({ dims, data }: Tensor, layout: Layout, given: Tensor): PatchScores | null {
  const [, first = 0, second = 0, third = 0] = given.dims;
  if (dims.join() !== given.dims.join()) return null;
  const isChannelFirst = layout === 'NCHW';
  const [channels, heightCells, widthCells] = isChannelFirst ? [first, second, third] : [third, first, second];
  const cells = heightCells * widthCells;
  const [cellStride, channelStride] = isChannelFirst ? [1, cells] : [channels, 1];
  const values = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let difference = 0;
    for (let channel = 0; channel < channels; channel++) {
      const at = cell * cellStride + channel * channelStride;
      difference += Math.abs((given.data[at] ?? 0) - (data[at] ?? 0));
    }
    values[cell] = difference / (difference + channels);
  }
  return { widthCells, heightCells, values };
}

function readScore(tensor: Tensor): PatchScores | null {
  return tensor.data.length === 1 ? { widthCells: 1, heightCells: 1, values: toUnitScale(tensor) } : null;
}

/** Values as they are, or whole numbers as shares of their type's highest. */
function toUnitScale(tensor: Tensor): Float32Array {
  if (tensor.type === 'float32') return tensor.data;
  const full = fullScale(tensor);
  return Float32Array.from(tensor.data, (value) => value / full);
}

/** The values within 0…1, copied only where one lies outside; null where one is NaN or infinite. */
function clampScores(values: Float32Array): Float32Array | null {
  let [sum, lowest, highest] = [0, 0, 1];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    // A sum of float32 values cannot overflow a double, so it is finite exactly where each of them is.
    sum += value;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (!Number.isFinite(sum)) return null;
  return lowest < 0 || highest > 1 ? values.map((value) => Math.min(1, Math.max(0, value))) : values;
}
