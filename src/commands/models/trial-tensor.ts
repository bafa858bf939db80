import type { Tensor } from '../../domain/tensor.ts';
import { channelsOf } from '../../inference/channels.ts';
import type { Manifest } from '../../inference/manifest.ts';

/** Wider than high, so that an answer shows which of its axes is which. */
const FREE_HEIGHT_PX = 256;
const FREE_WIDTH_PX = 512;

/** A tensor as an input asks for: a body that lets about half through, uneven as cargo is. */
export function trialTensor(input: Manifest['input']): Tensor {
  const { widthPx, heightPx } = trialSize(input);
  const channels = channelsOf(input);
  const pixels = widthPx * heightPx;
  const [pixelStride, channelStride] = input.layout === 'NCHW' ? [1, pixels] : [channels.length, 1];
  const values = new Float32Array(pixels * channels.length);
  for (const [channel, { mean, std }] of channels.entries()) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const unevenness = 0.1 * Math.sin((pixel % widthPx) / 9) * Math.cos(Math.floor(pixel / widthPx) / 7);
      values[pixel * pixelStride + channel * channelStride] = (0.5 + unevenness - mean) / std;
    }
  }
  const dims =
    input.layout === 'NCHW' ? [1, channels.length, heightPx, widthPx] : [1, heightPx, widthPx, channels.length];
  return input.type === 'uint8'
    ? { type: 'uint8', dims, data: Uint8Array.from(values, (value) => Math.round(value)) }
    : { type: 'float32', dims, data: values };
}

function trialSize({ size, dynamic, tile }: Manifest['input']): { widthPx: number; heightPx: number } {
  if (tile !== undefined) return { widthPx: tile.sizePx, heightPx: tile.sizePx };
  if (size !== undefined) return size;
  const { multipleOfPx = 1, heightPx } = dynamic ?? {};
  if (heightPx === undefined) return { widthPx: FREE_WIDTH_PX, heightPx: FREE_HEIGHT_PX };
  const padded = Math.ceil(heightPx / multipleOfPx) * multipleOfPx;
  return { widthPx: 2 * padded, heightPx: padded };
}
