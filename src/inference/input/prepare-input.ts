import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Box } from '../../domain/scan/box.ts';
import { primaryPlane } from '../../domain/scan/view.ts';
import type { Tensor } from '../../domain/technology/tensor.ts';
import type { AssessedView } from '../detector.ts';
import { channelsOf } from '../model/channels.ts';
import type { Manifest } from '../model/manifest.ts';
import type { InputPlan } from './plan-input.ts';
import { channelReader, fillChannel, type Landing, type ReadRow } from './prepare-channel.ts';
import { resizeView } from './resize-view.ts';

type Input = Manifest['input'];

/** Makes the tensor of one patch of a judged box. The buffer is the next patch's buffer, too: run before preparing it. */
export type PreparePatch = (patch: { readonly x: number; readonly y: number }) => Tensor;

/**
 * Prepares a judged box for a model, in its layout, type and size. Fails with `runtime-failed` where the view lacks an
 * energy that the input needs.
 */
export function prepareInput(
  { view, assessment }: AssessedView,
  box: Box,
  plan: InputPlan,
  input: Input,
  buffer: Float32Array,
): Outcome<PreparePatch> {
  const channels = channelsOf(input);
  const { widthPx, heightPx, resizedTo } = plan;
  const source =
    resizedTo === null
      ? { view, airLevels: assessment.airLevels, box }
      : resizeView(view, assessment.airLevels, box, resizedTo);
  const viewWidthPx = primaryPlane(source.view.planes).widthPx;
  const readers: ReadRow[] = [];
  for (const channel of channels) {
    const reader = channelReader(channel, source.view, source.airLevels);
    if (!reader.ok) return reader;
    readers.push(reader.value);
  }
  const landingOf = (channel: number): Landing =>
    input.layout === 'NCHW'
      ? { offset: channel * widthPx * heightPx, pixelStride: 1, rowStride: widthPx, widthPx, heightPx }
      : { offset: channel, pixelStride: channels.length, rowStride: widthPx * channels.length, widthPx, heightPx };
  const dims =
    input.layout === 'NCHW' ? [1, channels.length, heightPx, widthPx] : [1, heightPx, widthPx, channels.length];

  return succeed((patch) => {
    const part = partOf(source.box, patch);
    for (const [channel, read] of readers.entries()) {
      fillChannel(buffer, landingOf(channel), read, viewWidthPx, part);
    }
    return input.type === 'uint8'
      ? { type: 'uint8', dims, data: toBytes(buffer) }
      : { type: 'float32', dims, data: buffer };
  });
}

/** How many values the tensor of a plan holds. */
export function inputLength({ widthPx, heightPx }: InputPlan, input: Input): number {
  return channelsOf(input).length * widthPx * heightPx;
}

/** The part of the box that a patch starting there can see; a patch that reaches beyond repeats the edge. */
function partOf(box: Box, { x, y }: { readonly x: number; readonly y: number }): Box {
  const left = Math.min(x, box.width - 1);
  const top = Math.min(y, box.height - 1);
  return { x: box.x + left, y: box.y + top, width: box.width - left, height: box.height - top };
}

/** Rounded and clamped to 0…255. */
function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer);
}
