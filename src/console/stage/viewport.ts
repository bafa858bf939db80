import type { Box } from '../../domain/scan/box.ts';

/** How a picture lies in its frame: `frame = picture × scale + offset`, both in CSS pixels of the frame. */
export interface Viewport {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const MAX_SCALE = 32;
/** However far one pans, this much of the picture stays in sight. */
const KEPT_IN_SIGHT_PX = 48;

/** The whole of `box` (a picture's part) as large as the frame allows, centred. */
export function fitBox(box: Box, frame: Size, marginPx: number): Viewport {
  const scale = Math.min(
    Math.max(1, frame.width - 2 * marginPx) / box.width,
    Math.max(1, frame.height - 2 * marginPx) / box.height,
    MAX_SCALE,
  );
  return {
    scale,
    offsetX: (frame.width - box.width * scale) / 2 - box.x * scale,
    offsetY: (frame.height - box.height * scale) / 2 - box.y * scale,
  };
}

/** Zooms by `factor` so that the picture's pixel under `at` (frame coordinates) stays under it. */
export function zoomAt(viewport: Viewport, factor: number, at: Point, minScale: number): Viewport {
  const scale = Math.min(MAX_SCALE, Math.max(minScale, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  return {
    scale,
    offsetX: at.x - (at.x - viewport.offsetX) * ratio,
    offsetY: at.y - (at.y - viewport.offsetY) * ratio,
  };
}

/** Moves the picture, but never wholly out of the frame. */
export function panBy(viewport: Viewport, deltaX: number, deltaY: number, picture: Size, frame: Size): Viewport {
  const clamp = (offset: number, lengthPx: number, framePx: number) =>
    Math.min(framePx - KEPT_IN_SIGHT_PX, Math.max(KEPT_IN_SIGHT_PX - lengthPx * viewport.scale, offset));
  return {
    scale: viewport.scale,
    offsetX: clamp(viewport.offsetX + deltaX, picture.width, frame.width),
    offsetY: clamp(viewport.offsetY + deltaY, picture.height, frame.height),
  };
}

/** Where a point of the frame lies in the picture, in fractional pixels. */
export function toPicture(viewport: Viewport, at: Point): Point {
  return { x: (at.x - viewport.offsetX) / viewport.scale, y: (at.y - viewport.offsetY) / viewport.scale };
}

/** A box of the picture in the frame's coordinates. */
export function toFrame(viewport: Viewport, box: Box): Box {
  return {
    x: box.x * viewport.scale + viewport.offsetX,
    y: box.y * viewport.scale + viewport.offsetY,
    width: box.width * viewport.scale,
    height: box.height * viewport.scale,
  };
}
