import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/simulator/random.ts';
import { extentOf } from '../../../src/simulator/threat-projection/extent-of.ts';
import { poseThreat } from '../../../src/simulator/threat-projection/pose-threat.ts';
import { drawVariation } from '../../../src/simulator/threat-projection/vary-threat.ts';
import { blockOf } from './pictures.ts';

/** How many columns and rows of a mask are marked, from the first to the last. */
function marked(mask: Uint8Array, widthPx: number): { readonly width: number; readonly height: number } {
  const places = [...mask.keys()].filter((at) => mask[at] === 255);
  const [columns, rows] = [places.map((at) => at % widthPx), places.map((at) => Math.floor(at / widthPx))];
  const span = (of: readonly number[]) => Math.max(...of) - Math.min(...of) + 1;
  return { width: span(columns), height: span(rows) };
}

describe('extentOf', () => {
  it('foresees how wide and high a threat comes out, whatever its turn, magnification and pitch', () => {
    for (let seed = 0; seed < 40; seed++) {
      const variation = drawVariation(createRandom(seed), seed % 2 === 0 ? 'among-goods' : 'upright');
      const threat = { ...blockOf('steel', 6, 40, 12), pitchMm: seed % 3 === 0 ? 12 : 5 };
      const { mask, widthPx, scale } = poseThreat(threat, variation, {
        pitchMm: 4,
        blur: { along: 0, across: 0, isMeasured: true },
      });
      const [foreseen, posed] = [extentOf(threat, variation, 4), marked(mask, widthPx)];
      for (const side of ['width', 'height'] as const) {
        expect(foreseen[side]).toBeLessThanOrEqual(posed[side]);
        expect(foreseen[side]).toBeGreaterThan(posed[side] - 3 - 4 * scale);
      }
    }
  });

  it('is nothing of a threat that darkens nothing', () => {
    const variation = drawVariation(createRandom(1), 'upright');
    expect(extentOf(blockOf('water', 0, 10, 10), variation, 4)).toEqual({ width: 0, height: 0 });
  });
});
