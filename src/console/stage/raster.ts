import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import { anomalyTable } from './anomaly-table.ts';
import { placeSpan, type Tile, tilesOf } from './tiles.ts';

/**
 * Beyond a side and an area that differ between browsers (65,535 pixels in Chromium, 4096 × 4096 in Safari on a
 * telephone) a canvas stays empty, and nothing says so: a train's scan is wider.
 */
const TILE_SIDE_PX = 4096;

/** A picture of its own size off screen, ready to be drawn at any scale. */
export interface Raster {
  /** Paints every pixel anew through a table of 32-bit RGBA words, one for each reading. */
  repaint(table: Uint32Array): void;
  /** Draws the picture into `place`, in units of which the screen has `pixelRatio` pixels. */
  draw(context: CanvasRenderingContext2D, place: Box, pixelRatio: number): void;
}

interface PaintedTile extends Tile {
  readonly context: CanvasRenderingContext2D;
}

/** RGBA bytes as 32-bit words in this machine's byte order: one write for a pixel instead of four. */
function asWords(rgba: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
}

/** Null where this browser has no memory to draw the plane. */
export function createRaster(plane: Plane): Raster | null {
  const { widthPx, heightPx, samples } = plane;
  const tiles: PaintedTile[] = [];
  for (const tile of tilesOf({ width: widthPx, height: heightPx }, TILE_SIDE_PX)) {
    const context = contextOf(tile);
    if (context === null) return null;
    tiles.push({ ...tile, context });
  }
  const image = new ImageData(Math.min(widthPx, TILE_SIDE_PX), Math.min(heightPx, TILE_SIDE_PX));
  const words = asWords(image.data);
  return {
    repaint(table) {
      for (const { columns, rows, context } of tiles) {
        for (let y = 0; y < rows.length; y++) {
          const from = (rows.start + y) * widthPx + columns.start;
          const to = y * image.width;
          for (let x = 0; x < columns.length; x++) words[to + x] = table[samples[from + x] ?? 0] ?? 0;
        }
        context.putImageData(image, 0, 0);
      }
    },
    draw(onto, place, pixelRatio) {
      const [across, down] = [
        { start: place.x, length: place.width },
        { start: place.y, length: place.height },
      ];
      for (const { columns, rows, context } of tiles) {
        const { start: x, length: width } = placeSpan(columns, widthPx, across, pixelRatio);
        const { start: y, length: height } = placeSpan(rows, heightPx, down, pixelRatio);
        onto.drawImage(context.canvas, x, y, width, height);
      }
    },
  };
}

/** A canvas as large as the tile, or null where it does not keep what is painted on its last pixel. */
function contextOf({ columns, rows }: Tile): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = columns.length;
  canvas.height = rows.length;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  const [x, y] = [columns.length - 1, rows.length - 1];
  context.putImageData(new ImageData(new Uint8ClampedArray([255, 255, 255, 255]), 1), x, y);
  return context.getImageData(x, y, 1, 1).data[3] === 255 ? context : null;
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
