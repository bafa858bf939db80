import type { Box } from '../domain/scan/box.ts';
import type { Rgb } from '../domain/screening/anomaly-colour.ts';
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphOf } from './bitmap-font.ts';

/** An 8-bit colour picture that is drawn on; what lies outside is cut off. */
export interface RgbCanvas {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** Fills a rectangle. */
export function fillBox(canvas: RgbCanvas, box: Box, colour: Rgb): void {
  const left = Math.max(0, Math.round(box.x));
  const right = Math.min(canvas.widthPx, Math.round(box.x + box.width));
  const top = Math.max(0, Math.round(box.y));
  const bottom = Math.min(canvas.heightPx, Math.round(box.y + box.height));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) canvas.rgb.set(colour, (y * canvas.widthPx + x) * 3);
  }
}

/** Draws the outline of a box, `thicknessPx` wide and `offsetPx` outside it (inside where negative). */
export function strokeBox(canvas: RgbCanvas, box: Box, colour: Rgb, thicknessPx: number, offsetPx: number): void {
  const x = box.x - offsetPx - thicknessPx;
  const y = box.y - offsetPx - thicknessPx;
  const width = box.width + 2 * (offsetPx + thicknessPx);
  const height = box.height + 2 * (offsetPx + thicknessPx);
  fillBox(canvas, { x, y, width, height: thicknessPx }, colour);
  fillBox(canvas, { x, y: y + height - thicknessPx, width, height: thicknessPx }, colour);
  fillBox(canvas, { x, y, width: thicknessPx, height }, colour);
  fillBox(canvas, { x: x + width - thicknessPx, y, width: thicknessPx, height }, colour);
}

/** The size of a text at a scale: one empty column between characters. */
export function textSize(text: string, scale: number): { readonly width: number; readonly height: number } {
  return { width: (text.length * (GLYPH_WIDTH + 1) - 1) * scale, height: GLYPH_HEIGHT * scale };
}

/** Writes a text whose top-left corner is at `x`, `y`. */
export function drawText(canvas: RgbCanvas, text: string, x: number, y: number, scale: number, colour: Rgb): void {
  for (const [position, character] of [...text].entries()) {
    const left = x + position * (GLYPH_WIDTH + 1) * scale;
    for (const [row, inks] of glyphOf(character).entries()) {
      for (const [column, ink] of [...inks].entries()) {
        if (ink !== '1') continue;
        fillBox(canvas, { x: left + column * scale, y: y + row * scale, width: scale, height: scale }, colour);
      }
    }
  }
}
