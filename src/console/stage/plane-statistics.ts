import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';

/** How often each reading occurs in a plane, or in one box of it. Length 256 or 65,536. */
export function countReadings(plane: Plane, box: Box | null): Uint32Array {
  const counts = new Uint32Array(2 ** plane.bitDepth);
  const left = Math.max(0, box?.x ?? 0);
  const top = Math.max(0, box?.y ?? 0);
  const right = Math.min(plane.widthPx, box === null ? plane.widthPx : box.x + box.width);
  const bottom = Math.min(plane.heightPx, box === null ? plane.heightPx : box.y + box.height);
  const { samples } = plane;
  for (let y = top; y < bottom; y++) {
    const end = y * plane.widthPx + right;
    for (let at = y * plane.widthPx + left; at < end; at++) {
      const reading = samples[at] ?? 0;
      counts[reading] = (counts[reading] ?? 0) + 1;
    }
  }
  return counts;
}

/** The smallest reading that at least `share` (0…1) of all readings do not exceed. */
export function quantileOf(counts: Uint32Array, share: number): number {
  let total = 0;
  for (const count of counts) total += count;
  const wanted = share * total;
  let seen = 0;
  for (let reading = 0; reading < counts.length; reading++) {
    seen += counts[reading] ?? 0;
    if (seen >= wanted && seen > 0) return reading;
  }
  return counts.length - 1;
}

/** What window and level need to know of a plane. */
export interface PlaneStatistics {
  readonly counts: Uint32Array;
  /** The readings inside the container, or of the whole view where none was located. */
  readonly cargoCounts: Uint32Array;
  /** The reading that stands for open beam, taken from the brightest hundredth: good enough to look, not to measure. */
  readonly airLevel: number;
  readonly maxReading: number;
}

export function describePlane(plane: Plane, container: Box | null): PlaneStatistics {
  const counts = countReadings(plane, null);
  return {
    counts,
    cargoCounts: container === null ? counts : countReadings(plane, container),
    airLevel: Math.max(1, quantileOf(counts, 0.99)),
    maxReading: counts.length - 1,
  };
}
