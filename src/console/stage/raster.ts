import type { Plane } from '../../domain/plane.ts';
import { anomalyTable } from './anomaly-table.ts';

/** A picture of its own size off screen, ready to be drawn at any scale. */
export interface Raster {
  readonly canvas: HTMLCanvasElement;
  /** Paints every pixel anew through a table of 32-bit RGBA words, one for each reading. */
  repaint(table: Uint32Array): void;
}

/** RGBA bytes as 32-bit words in this machine's byte order: one write for a pixel instead of four. */
function asWords(rgba: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
}

export function createRaster(plane: Plane): Raster {
  const canvas = document.createElement('canvas');
  canvas.width = plane.widthPx;
  canvas.height = plane.heightPx;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no 2D canvas.');
  const image = context.createImageData(plane.widthPx, plane.heightPx);
  const words = asWords(image.data);
  const { samples } = plane;
  return {
    canvas,
    repaint(table) {
      for (let i = 0; i < samples.length; i++) words[i] = table[samples[i] ?? 0] ?? 0;
      context.putImageData(image, 0, 0);
    },
  };
}

/** The table for `repaint` that shows each reading as an opaque grey. */
export function greyWords(greys: Uint8Array): Uint32Array {
  const rgba = new Uint8ClampedArray(greys.length * 4);
  for (let i = 0; i < greys.length; i++) {
    const grey = greys[i] ?? 0;
    rgba.set([grey, grey, grey, 255], i * 4);
  }
  return asWords(rgba);
}

/** The table for `repaint` that shows an anomaly map's scores, transparent where low. */
export function anomalyWords(threshold: number): Uint32Array {
  return asWords(anomalyTable(threshold));
}

/** The table for `repaint` that tints a truth mask's inside and leaves the rest transparent. */
export function maskWords(): Uint32Array {
  const rgba = new Uint8ClampedArray(256 * 4);
  for (let i = 128; i < 256; i++) rgba.set([56, 189, 248, 72], i * 4);
  return asWords(rgba);
}
