import type { Box } from '../domain/scan/box.ts';
import type { Plane } from '../domain/scan/plane.ts';
import { anomalyColour, anomalyStrength, type Rgb } from '../domain/screening/anomaly-colour.ts';
import { toDisplayGrey } from './display-window.ts';
import { encodeRgbJpeg } from './encode-jpeg.ts';
import { encodeRgbPng } from './encode-png.ts';
import { drawText, fillBox, type RgbCanvas, strokeBox, textSize } from './rgb-canvas.ts';

/** A map over a view, of its size or smaller: `Float32Array` holds scores 0…1, `Uint8Array` holds 255 for score 1. */
interface OverlayMap {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Float32Array | Uint8Array;
}

interface OverlayBox {
  readonly box: Box;
  /** A few characters, e.g. the score; empty for none. */
  readonly label: string;
  readonly style: 'detection' | 'truth';
}

export interface Overlay {
  readonly plane: Plane;
  readonly anomalyMap?: OverlayMap;
  /** The score from which the map is drawn at full strength; 0.5 without. */
  readonly threshold?: number;
  readonly boxes: readonly OverlayBox[];
  readonly containers?: readonly Box[];
  /** Lines are no thinner, in a picture that is shown smaller than it is; 1 without. */
  readonly leastLinePx?: number;
}

const STYLES = { detection: [0, 229, 255], truth: [124, 255, 107] } as const satisfies Record<string, Rgb>;
const CONTAINER: Rgb = [91, 141, 239];
const INK: Rgb = [12, 12, 16];

/** At the strongest, a third of the view still shows through the map. */
const MAX_OPACITY = 0.66;

/** Draws a view for people to look at, in the view's own pixels and without loss. */
export async function renderOverlayPng(overlay: Overlay): Promise<Uint8Array<ArrayBuffer>> {
  return encodeRgbPng(drawOverlay(overlay));
}

/** The same in a tenth of the bytes, for pages that hold many: what JPEG loses, nobody measures there. */
export async function renderOverlayJpeg(overlay: Overlay): Promise<Uint8Array<ArrayBuffer>> {
  return encodeRgbJpeg(drawOverlay(overlay));
}

/**
 * Grey window, anomaly map where it is high, the outlines of containers, boxes with a dark halo so that they stand out from
 * air and from cargo, and their labels.
 */
function drawOverlay(overlay: Overlay): RgbCanvas {
  const { widthPx, heightPx } = overlay.plane;
  const canvas = { widthPx, heightPx, rgb: greyToRgb(toDisplayGrey(overlay.plane)) };
  if (overlay.anomalyMap !== undefined) blendMap(canvas, overlay.anomalyMap, overlay.threshold ?? 0.5);
  // Lines grow with the picture: a large view is looked at from further away.
  const linePx = Math.max(overlay.leastLinePx ?? 1, Math.round(Math.sqrt(widthPx * heightPx) / 400));
  for (const container of overlay.containers ?? []) strokeBox(canvas, container, CONTAINER, linePx, 0);
  for (const { box, style } of overlay.boxes) drawBox(canvas, box, STYLES[style], linePx);
  for (const { box, label, style } of overlay.boxes) drawLabel(canvas, box, label, STYLES[style], linePx);
  return canvas;
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    const value = grey[i] ?? 0;
    rgb[at] = value;
    rgb[at + 1] = value;
    rgb[at + 2] = value;
  }
  return rgb;
}

function blendMap(canvas: RgbCanvas, map: OverlayMap, threshold: number): void {
  const { widthPx, heightPx, rgb } = canvas;
  const perUnit = map.values instanceof Uint8Array ? 255 : 1;
  const colours = Array.from({ length: 256 }, (_, level) => anomalyColour(level / 255));
  const opacities = Float32Array.from(
    { length: 256 },
    (_, level) => MAX_OPACITY * anomalyStrength(level / 255, threshold),
  );
  for (let y = 0; y < heightPx; y++) {
    const row = Math.min(map.heightPx - 1, Math.floor((y * map.heightPx) / heightPx)) * map.widthPx;
    for (let x = 0; x < widthPx; x++) {
      const column = Math.min(map.widthPx - 1, Math.floor((x * map.widthPx) / widthPx));
      const score = (map.values[row + column] ?? 0) / perUnit;
      const level = Math.round(255 * Math.min(1, Math.max(0, score)));
      const opacity = opacities[level] ?? 0;
      if (opacity === 0) continue;
      const colour = colours[level] ?? INK;
      const at = (y * widthPx + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const under = rgb[at + channel] ?? 0;
        rgb[at + channel] = Math.round(under + ((colour[channel] ?? 0) - under) * opacity);
      }
    }
  }
}

/** The coloured line lies just outside the box, so that nothing in it is covered; a thin halo on both of its sides. */
function drawBox(canvas: RgbCanvas, box: Box, colour: Rgb, linePx: number): void {
  const haloPx = haloOf(linePx);
  strokeBox(canvas, box, INK, linePx + 2 * haloPx, 0);
  strokeBox(canvas, box, colour, linePx, haloPx);
}

function haloOf(linePx: number): number {
  return Math.max(1, Math.round(linePx / 3));
}

/** A label sits on its box like a tab; where there is no room above, below it; and never outside the picture. */
function drawLabel(canvas: RgbCanvas, box: Box, label: string, colour: Rgb, linePx: number): void {
  if (label === '') return;
  const scale = linePx + 1;
  const marginPx = linePx + haloOf(linePx);
  const size = textSize(label, scale);
  const width = size.width + 4 * scale;
  const height = size.height + 4 * scale;
  const above = box.y - marginPx - height;
  const below = box.y + box.height + marginPx;
  const y = Math.max(0, above >= 0 ? above : Math.min(below, canvas.heightPx - height));
  const x = Math.max(0, Math.min(box.x - marginPx, canvas.widthPx - width));
  fillBox(canvas, { x, y, width, height }, colour);
  drawText(canvas, label, Math.round(x) + 2 * scale, Math.round(y) + 2 * scale, scale, INK);
}
