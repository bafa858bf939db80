import { elementCount, type Tensor } from '../../domain/technology/tensor.ts';
import type { Manifest } from '../model/manifest.ts';

type Layout = Manifest['input']['layout'];

/** How many channels an answer has: a map where the layout puts channels, values without a place in their last dimension. */
export function channelCount({ dims }: Tensor, layout: Layout): number {
  return dims[channelAxis(dims, layout)] ?? 1;
}

/** The dimensions of one channel of an answer; a value without any is its one channel. */
export function dimsOfChannel(dims: readonly number[], layout: Layout): readonly number[] {
  const axis = channelAxis(dims, layout);
  return dims.map((size, at) => (at === axis ? 1 : size));
}

/** One channel of an answer, as a tensor of one channel; null where it has no such channel. */
export function pickChannel(tensor: Tensor, layout: Layout, channel: number): Tensor | null {
  const { dims } = tensor;
  const axis = channelAxis(dims, layout);
  const channels = channelCount(tensor, layout);
  if (channel >= channels) return null;
  const inner = elementCount(dims.slice(axis + 1));
  const picked = dimsOfChannel(dims, layout);
  const pick = (_: number, at: number) => Math.floor(at / inner) % channels === channel;
  // Channels that lie one behind the other, as most models have them, are not copied.
  const isApart = elementCount(dims.slice(0, axis)) === 1;
  const [from, to] = [channel * inner, (channel + 1) * inner];
  switch (tensor.type) {
    case 'float32':
      return {
        type: 'float32',
        dims: picked,
        data: isApart ? tensor.data.subarray(from, to) : tensor.data.filter(pick),
      };
    case 'uint8':
      return { type: 'uint8', dims: picked, data: isApart ? tensor.data.subarray(from, to) : tensor.data.filter(pick) };
    case 'uint16':
      return {
        type: 'uint16',
        dims: picked,
        data: isApart ? tensor.data.subarray(from, to) : tensor.data.filter(pick),
      };
  }
}

function channelAxis(dims: readonly number[], layout: Layout): number {
  return layout === 'NCHW' && dims.length >= 3 ? dims.length - 3 : dims.length - 1;
}
