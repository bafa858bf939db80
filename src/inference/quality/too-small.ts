import type { Plane } from '../../domain/scan/plane.ts';

/** On fewer pixels a side neither a container nor what is no radiograph can be told; no scanner sends so few. */
const LEAST_SIDE_PX = 24;

/** Whether a picture has too few pixels for anything to be said of it: a thumbnail, a cut-out, a few lines of a scan. */
export function isTooSmall({ widthPx, heightPx }: Plane): boolean {
  return Math.min(widthPx, heightPx) < LEAST_SIDE_PX;
}
