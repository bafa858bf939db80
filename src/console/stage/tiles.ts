import type { Size } from './viewport.ts';

/** A part of a length: pixels of a picture, or of the frame that it is drawn in. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

export interface Tile {
  readonly columns: Span;
  readonly rows: Span;
}

/** The picture cut into tiles of at most `sidePx` a side, row by row. */
export function tilesOf({ width, height }: Size, sidePx: number): readonly Tile[] {
  return spansOf(height, sidePx).flatMap((rows) => spansOf(width, sidePx).map((columns) => ({ columns, rows })));
}

function spansOf(lengthPx: number, sidePx: number): readonly Span[] {
  return Array.from({ length: Math.ceil(lengthPx / sidePx) }, (_, i) => ({
    start: i * sidePx,
    length: Math.min(sidePx, lengthPx - i * sidePx),
  }));
}

/**
 * Where a tile's span lies in a frame that shows the whole length as `whole`. Between two tiles it ends at a whole pixel
 * of the screen: both would paint a part of one that they share, and what is behind would shine through it as a line.
 */
export function placeSpan({ start, length }: Span, lengthPx: number, whole: Span, pixelRatio: number): Span {
  const edgeAt = (at: number) => {
    const edge = whole.start + (at / lengthPx) * whole.length;
    return at === 0 || at === lengthPx ? edge : Math.round(edge * pixelRatio) / pixelRatio;
  };
  return { start: edgeAt(start), length: edgeAt(start + length) - edgeAt(start) };
}
