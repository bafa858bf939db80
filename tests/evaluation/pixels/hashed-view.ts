import type { ThreatMask } from '../../../src/evaluation/pixels/threat-regions.ts';
import oracles from '../../fixtures/oracles/pixels.json' with { type: 'json' };

const PIXELS = oracles.widthPx * oracles.heightPx;

/** The score levels of one view of the set that tests/peers/pixel_oracles.py measured: each pixel's hash, in the mask boosted. */
export function hashedView(view: number, mask: ThreatMask | null, boost: number): Uint16Array {
  const levels = new Uint16Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const score = 1 - Math.sqrt(Math.sqrt(hash(view * PIXELS + i) / 4294967296));
    levels[i] = Math.floor(65_535 * (mask?.pixels[i] === 1 ? boost + (1 - boost) * score : score));
  }
  return levels;
}

/** The mask of some boxes of that set, each [x, y, width, height]. */
export function maskOf(boxes: readonly (readonly number[])[]): ThreatMask {
  const pixels = new Uint8Array(PIXELS);
  for (const [left = 0, top = 0, width = 0, height = 0] of boxes) {
    for (let y = top; y < top + height; y++) {
      pixels.fill(1, y * oracles.widthPx + left, y * oracles.widthPx + left + width);
    }
  }
  return { pixels, widthPx: oracles.widthPx };
}

/** The finaliser of MurmurHash3. */
function hash(place: number): number {
  let h = Math.imul(place ^ (place >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
