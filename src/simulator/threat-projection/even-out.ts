import type { Plane } from '../../domain/scan/plane.ts';
import { fillFromAround } from './fill-from-around.ts';
import { grow } from './outline.ts';
import { soften } from './soften.ts';

/** Air is uneven where a tenth of the border is brighter than its median by more than this: cut-off noise is not. */
const UNEVEN = 0.02;
/** By more than this no tray is uneven: the border shows more of the threat than of air. */
const NO_TRAY = 0.2;
/** What is darker than the border's median by so many times as much as air is brighter is the threat, for now … */
const SURELY_THREAT = 2;
/** … as far as so many pixels around it, from where the tray below the threat is guessed. */
const AROUND_PX = 5;
/** Blur of the tray, in px²: its noise stays in the picture, its lines and edges do not. */
const TRAY_BLUR = { along: 2, across: 2 };

/**
 * The reading of the beam without the threat at each pixel, for a threat that lies on something uneven, such as a tray
 * that ends within the picture: what is seen beside the threat, and below it what follows from there. Null where the
 * border shows even air, or mostly the threat.
 */
export function unevenAir(
  { samples, widthPx, heightPx }: Plane,
  borderReadings: readonly number[],
): Float32Array | null {
  const median = borderReadings[borderReadings.length >> 1] ?? 1;
  const bright = borderReadings[Math.floor(borderReadings.length * 0.9)] ?? median;
  const spread = bright / Math.max(1, median) - 1;
  if (spread <= UNEVEN || spread > NO_TRAY) return null;
  const readings = Float32Array.from(samples);
  const calm = soften(readings, widthPx, heightPx, TRAY_BLUR);
  const dark = Uint8Array.from(calm, (reading) => (reading < median * (1 - SURELY_THREAT * spread) ? 1 : 0));
  const hidden = grow(dark, widthPx, heightPx, AROUND_PX);
  if (!hidden.includes(0)) return null;
  const tray = fillFromAround(readings, hidden, widthPx, heightPx);
  return soften(tray, widthPx, heightPx, TRAY_BLUR);
}
