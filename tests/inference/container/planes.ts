import type { Box } from '../../../src/domain/scan/box.ts';
import type { Plane } from '../../../src/domain/scan/plane.ts';

export type Plane16 = Extract<Plane, { bitDepth: 16 }>;

export function plane16(widthPx: number, heightPx: number, readingAt: (x: number, y: number) => number): Plane16 {
  const samples = new Uint16Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) samples[y * widthPx + x] = readingAt(x, y);
  return { widthPx, heightPx, bitDepth: 16, samples };
}

export function plane8(widthPx: number, heightPx: number, readingAt: (x: number, y: number) => number): Plane {
  const { samples } = plane16(widthPx, heightPx, (x, y) => Math.max(0, Math.min(255, readingAt(x, y))));
  return { widthPx, heightPx, bitDepth: 8, samples: Uint8Array.from(samples) };
}

export function readingOf(plane: Plane, x: number, y: number): number {
  return plane.samples[y * plane.widthPx + x] ?? 0;
}

export function mirror(plane: Plane): Plane16 {
  return plane16(plane.widthPx, plane.heightPx, (x, y) => readingOf(plane, plane.widthPx - 1 - x, y));
}

/** The same picture with more air to the left and above. */
export function shift(plane: Plane, rightPx: number, downPx: number, airReading: number): Plane16 {
  return plane16(plane.widthPx + rightPx, plane.heightPx + downPx, (x, y) =>
    x < rightPx || y < downPx ? airReading : readingOf(plane, x - rightPx, y - downPx),
  );
}

export function crop(plane: Plane, box: Box): Plane16 {
  return plane16(box.width, box.height, (x, y) => readingOf(plane, box.x + x, box.y + y));
}

export function scaleReadings(plane: Plane, factor: number): Plane16 {
  return plane16(plane.widthPx, plane.heightPx, (x, y) =>
    Math.min(65_535, Math.round(readingOf(plane, x, y) * factor)),
  );
}
