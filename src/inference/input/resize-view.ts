import type { Box } from '../../domain/scan/box.ts';
import type { Energy, Plane } from '../../domain/scan/plane.ts';
import { energiesOf, type View, type ViewPlanes } from '../../domain/scan/view.ts';
import type { AirLevels } from '../assess-view.ts';
import { resample } from './resample.ts';

/** A box of a view as a view of its own, at another size. */
export interface ResizedView {
  readonly view: View;
  readonly airLevels: AirLevels;
  /** The whole of it. */
  readonly box: Box;
}

/** 255 times this is 65,535. */
const STEPS_OF_16_BITS_IN_ONE_OF_8 = 257;

/**
 * Resizes the readings of a box in each energy. Readings, not their logarithms, are averaged: detected quanta add up, and
 * the mean of their logarithms would be too dark wherever there is noise. 8-bit readings become 16-bit ones, so that
 * means between two greys are kept; black stays half a grey above nothing, as `plane-table.ts` has it.
 */
export function resizeView(
  view: View,
  airLevels: AirLevels,
  box: Box,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): ResizedView {
  const resize = (plane: Plane) => resizePlane(plane, box, widthPx, heightPx);
  const { high, low } = view.planes;
  const planes: ViewPlanes =
    high === undefined
      ? { low: resize(low) }
      : { high: resize(high), ...(low === undefined ? {} : { low: resize(low) }) };
  const levels: Partial<Record<Energy, number>> = {};
  for (const energy of energiesOf(view.planes)) {
    const [plane, level] = [view.planes[energy], airLevels[energy]];
    if (plane !== undefined && level !== undefined) levels[energy] = level * scaleOf(plane);
  }
  return {
    view: { ...view, planes },
    airLevels: levels,
    box: { x: 0, y: 0, width: widthPx, height: heightPx },
  };
}

function resizePlane(plane: Plane, box: Box, widthPx: number, heightPx: number): Plane {
  const readings = resample(plane, box, widthPx, heightPx);
  const scale = scaleOf(plane);
  const least = plane.bitDepth === 8 ? scale / 2 : 0;
  const samples = new Uint16Array(readings.length);
  for (let i = 0; i < readings.length; i++) samples[i] = Math.max(least, (readings[i] ?? 0) * scale) + 0.5;
  return { widthPx, heightPx, bitDepth: 16, samples };
}

function scaleOf({ bitDepth }: Plane): number {
  return bitDepth === 8 ? STEPS_OF_16_BITS_IN_ONE_OF_8 : 1;
}
