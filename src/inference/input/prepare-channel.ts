import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Box } from '../../domain/scan/box.ts';
import type { Energy, Plane } from '../../domain/scan/plane.ts';
import type { View } from '../../domain/scan/view.ts';
import type { AirLevels } from '../assess-view.ts';
import type { Channel } from '../model/channels.ts';
import { attenuationTable, channelTable } from './plane-table.ts';

/** Attenuation below which the ratio of two attenuations is mostly noise: it counts as 1 there. */
const LEAST_ATTENUATION_FOR_RATIO = 0.05;

/** Turns the readings of one row, `from` on, into normalised values. */
export type ReadRow = (target: Float32Array, offset: number, stride: number, from: number, count: number) => void;

/**
 * How a channel is read from a view: by table, so that logarithm, clamping and normalisation cost one look-up a pixel.
 * Fails with `runtime-failed` where the view lacks an energy; the pipeline asks before.
 */
export function channelReader(channel: Channel, view: View, airLevels: AirLevels): Outcome<ReadRow> {
  if (channel.plane === 'ratio') return ratioReader(channel, view, airLevels);
  const source = readingsOf(channel.energy, view, airLevels);
  if (source === null) return lacks(view, channel.energy);
  const { plane, airLevel } = source;
  const table = channelTable(channel, plane.bitDepth, airLevel);
  return succeed(readByTable(plane, table));
}

/** The values of a row of readings. The row is copied first: a loop that has met bytes and words takes half as long again for either. */
function readByTable({ samples, widthPx }: Plane, table: Float32Array): ReadRow {
  const readings = new Uint16Array(widthPx);
  return (target, offset, stride, from, count) => {
    readings.set(samples.subarray(from, from + count));
    lookUp(readings, table, target, offset, stride, count);
  };
}

/** Going on to the next pixel costs nearly as much as looking one up, hence four a step. */
function lookUp(
  readings: Uint16Array,
  table: Float32Array,
  target: Float32Array,
  offset: number,
  stride: number,
  count: number,
): void {
  let to = offset;
  let i = 0;
  for (; i + 3 < count; i += 4, to += 4 * stride) {
    target[to] = table[readings[i] ?? 0] ?? 0;
    target[to + stride] = table[readings[i + 1] ?? 0] ?? 0;
    target[to + 2 * stride] = table[readings[i + 2] ?? 0] ?? 0;
    target[to + 3 * stride] = table[readings[i + 3] ?? 0] ?? 0;
  }
  for (; i < count; i++, to += stride) target[to] = table[readings[i] ?? 0] ?? 0;
}

/** ln T_low / ln T_high, pixel by pixel; 1 where too little was attenuated for a ratio to mean anything. */
function ratioReader({ mean, std }: Channel, view: View, airLevels: AirLevels): Outcome<ReadRow> {
  const high = readingsOf('high', view, airLevels);
  const low = readingsOf('low', view, airLevels);
  if (high === null) return lacks(view, 'high');
  if (low === null) return lacks(view, 'low');
  const highTable = attenuationTable(high.plane.bitDepth, high.airLevel);
  const lowTable = attenuationTable(low.plane.bitDepth, low.airLevel);
  return succeed((target, offset, stride, from, count) => {
    for (let i = 0, to = offset; i < count; i++, to += stride) {
      const attenuationHigh = highTable[high.plane.samples[from + i] ?? 0] ?? 0;
      const attenuationLow = lowTable[low.plane.samples[from + i] ?? 0] ?? 0;
      const ratio = attenuationHigh < LEAST_ATTENUATION_FOR_RATIO ? 1 : attenuationLow / attenuationHigh;
      target[to] = (ratio - mean) / std;
    }
  });
}

/** Where a rectangle of a view lands in a tensor: its size there, and how far apart neighbours lie. */
export interface Landing {
  readonly offset: number;
  readonly pixelStride: number;
  readonly rowStride: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Writes a box of a view into a tensor's channel; what the tensor has beyond the box repeats the box's edge. */
export function fillChannel(
  target: Float32Array,
  landing: Landing,
  read: ReadRow,
  viewWidthPx: number,
  box: Box,
): void {
  const { offset, pixelStride, rowStride, widthPx, heightPx } = landing;
  const copied = Math.min(box.width, widthPx);
  for (let y = 0; y < heightPx; y++) {
    const rowAt = offset + y * rowStride;
    if (y >= box.height) {
      target.copyWithin(rowAt, rowAt - rowStride, rowAt - rowStride + (widthPx - 1) * pixelStride + 1);
      continue;
    }
    read(target, rowAt, pixelStride, (box.y + y) * viewWidthPx + box.x, copied);
    const edge = target[rowAt + (copied - 1) * pixelStride] ?? 0;
    for (let x = copied; x < widthPx; x++) target[rowAt + x * pixelStride] = edge;
  }
}

function readingsOf(
  energy: Energy,
  view: View,
  airLevels: AirLevels,
): { readonly plane: Plane; readonly airLevel: number } | null {
  const plane = view.planes[energy];
  const airLevel = airLevels[energy];
  return plane === undefined || airLevel === undefined ? null : { plane, airLevel };
}

function lacks(view: View, energy: Energy): ReturnType<typeof fail> {
  return fail('runtime-failed', `The view "${view.name}" has no ${energy} energy, which the model needs.`);
}
