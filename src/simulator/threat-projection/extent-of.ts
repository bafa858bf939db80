import { cos, sin } from '../elementary.ts';
import type { ThreatPicture } from './threat-picture.ts';
import type { ThreatVariation } from './vary-threat.ts';

/** Darker than this a pixel is part of the threat however it is varied. */
const SURELY_DARK = 0.02;

/**
 * How many pixels of a scan a threat is wide and high at least, once it is turned and magnified: `poseThreat` makes it no
 * smaller, but for darkness much finer than the scan's pixels, and takes minutes where it is far larger than a container.
 */
export function extentOf(
  { widthPx, heightPx, pitchMm, transmission }: ThreatPicture,
  variation: ThreatVariation,
  scanPitchMm: number,
): { readonly width: number; readonly height: number } {
  const scale = pitchMm / scanPitchMm;
  const along = { cos: cos(variation.angle), sin: sin(variation.angle) };
  const plane = transmission.high ?? transmission.low ?? [];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (1 - (plane[y * widthPx + x] ?? 1) < SURELY_DARK) continue;
      const u = variation.isMirrored ? -x : x;
      const across = u * along.cos - y * along.sin;
      const down = u * along.sin + y * along.cos;
      left = Math.min(left, across);
      right = Math.max(right, across);
      top = Math.min(top, down);
      bottom = Math.max(bottom, down);
    }
  }
  if (right < left) return { width: 0, height: 0 };
  return { width: (right - left) * scale, height: (bottom - top) * scale * variation.magnification };
}
