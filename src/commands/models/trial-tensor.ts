import type { Tensor } from '../../domain/technology/tensor.ts';
import { paddedLength } from '../../inference/input/padded-length.ts';
import { channelsOf } from '../../inference/model/channels.ts';
import type { Manifest } from '../../inference/model/manifest.ts';

/** Wider than high, so that an answer shows which of its axes is which. */
const FREE_HEIGHT_PX = 256;
const FREE_WIDTH_PX = 512;

/** What a trial shows, as the transmission of each pixel. Any two differ far more than scans of two containers do. */
const SCENES = {
  /** A body that lets about half through, uneven as cargo is. */
  goods: (x: number, y: number) => 0.5 + 0.1 * Math.sin(x / 9) * Math.cos(y / 7),
  /** Dense crates with gaps of their own size between them. */
  crates: (x: number, y: number) => (((x >> 4) + (y >> 4)) % 2 === 0 ? 0.05 : 0.95),
} as const satisfies Record<string, (x: number, y: number) => number>;

/** A tensor as an input asks for, that shows one of two scenes. */
export function trialTensor(input: Manifest['input'], scene: keyof typeof SCENES = 'goods'): Tensor {
  const { widthPx, heightPx } = trialSize(input);
  const channels = channelsOf(input);
  const pixels = widthPx * heightPx;
  const [pixelStride, channelStride] = input.layout === 'NCHW' ? [1, pixels] : [channels.length, 1];
  const values = new Float32Array(pixels * channels.length);
  for (const [channel, { mean, std }] of channels.entries()) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const transmission = SCENES[scene](pixel % widthPx, Math.floor(pixel / widthPx));
      values[pixel * pixelStride + channel * channelStride] = (transmission - mean) / std;
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
  if (dynamic?.heightPx === undefined) return { widthPx: FREE_WIDTH_PX, heightPx: FREE_HEIGHT_PX };
  const padded = paddedLength(dynamic.heightPx, dynamic);
  return { widthPx: 2 * padded, heightPx: padded };
}
