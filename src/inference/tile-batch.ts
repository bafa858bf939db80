import { elementCount, type Tensor, type Tensors } from '../domain/technology/tensor.ts';
import { channelsOf } from './model/channels.ts';
import type { Manifest } from './model/manifest.ts';
import { largestDifference } from './provider-parity.ts';
import type { LoadedModel } from './runtime.ts';
import { splitTensors, stackTensors, takesBatches } from './tensors/stack-tensors.ts';

/** How many tiles of a box go into one run of a model. */
export interface TileBatch {
  readonly tiles: number;
  /** Why each tile is a run of its own whatever is asked for; null where more may be asked for. */
  readonly whyAlone: string | null;
}

/** What tiles may differ by that know nothing of each other: a runtime takes other kernels for other sizes. */
const ALONE_TOLERANCE = 1e-4;

/**
 * So many tiles as are asked for, where the model has tiles, its graph leaves their number open, and two tiles that are
 * run together are answered as each alone; else one. What is asked for is the same in all threads, and so is what is found.
 */
export async function tileBatchOf(
  { input }: Pick<Manifest, 'input'>,
  model: Pick<LoadedModel, 'signature' | 'run'>,
  asked: number,
): Promise<TileBatch> {
  if (input.tile === undefined) return alone('It has no tiles: what is judged is one run.');
  if (!takesBatches(model.signature)) return alone('Its graph fixes how many tiles are a run.');
  if (asked === 1) return { tiles: 1, whyAlone: null };
  const pair = [trialTile(input, input.tile.sizePx, 1), trialTile(input, input.tile.sizePx, 2)];
  const together = await model.run(stackTensors(pair));
  const parts = together.ok ? splitTensors(together.value, [1, 1]) : null;
  if (parts === null) return alone('Its graph does not answer two tiles with two answers.');
  for (const [place, tile] of pair.entries()) {
    const single = await model.run(tile);
    const part = parts[place];
    const isSame = single.ok && part !== undefined && largestDifference(part, single.value) <= ALONE_TOLERANCE;
    if (!isSame) return alone('Its answer to a tile depends on the tiles beside it.');
  }
  return { tiles: asked, whyAlone: null };
}

function alone(whyAlone: string): TileBatch {
  return { tiles: 1, whyAlone };
}

/** A tile of no scan, with a pattern that differs from seed to seed. */
function trialTile(input: Manifest['input'], sizePx: number, seed: number): Tensors {
  const channels = channelsOf(input).length;
  const dims = input.layout === 'NCHW' ? [1, channels, sizePx, sizePx] : [1, sizePx, sizePx, channels];
  const value = (_: unknown, place: number) => ((place * 7919 * seed) % 251) / 250;
  const length = elementCount(dims);
  const tensor: Tensor =
    input.type === 'uint8'
      ? { type: 'uint8', dims, data: Uint8Array.from({ length }, (_, place) => 255 * value(_, place)) }
      : { type: 'float32', dims, data: Float32Array.from({ length }, value) };
  return { [input.name]: tensor };
}
