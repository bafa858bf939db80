/** A rectangle in a view's own pixels; `x`, `y` is the top-left corner, inclusive. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function areaOf(box: Box): number {
  return box.width * box.height;
}

/** The whole pixels of a picture that a box covers by any part; null where it lies beyond the picture. */
export function wholePixels(
  box: Box,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Box | null {
  const [left, top] = [Math.floor(box.x), Math.floor(box.y)];
  const width = Math.ceil(box.x + box.width) - left;
  const height = Math.ceil(box.y + box.height) - top;
  return intersect({ x: left, y: top, width, height }, { x: 0, y: 0, width: widthPx, height: heightPx });
}

/** The overlap of two boxes, or null where they share no pixel. */
function intersect(a: Box, b: Box): Box | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Intersection over union (Jaccard index) of two boxes, 0…1. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const shared = intersect(a, b);
  if (shared === null) return 0;
  return areaOf(shared) / (areaOf(a) + areaOf(b) - areaOf(shared));
}
