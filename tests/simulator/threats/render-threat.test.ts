import { describe, expect, it } from 'vitest';
import { massAttenuationCm2PerG } from '../../../src/simulator/materials.ts';
import { SCANNER_PRESETS } from '../../../src/simulator/scanner-presets.ts';
import { type RenderedThreat, renderThreat } from '../../../src/simulator/threats/render-threat.ts';
import { THREAT_CATEGORIES } from '../../../src/simulator/threats/threat-kinds.ts';

const ORDER = { seed: 3, scanner: 'gate-6-4', category: 'cocaine', massKg: 12 } as const;

/** Σ −ln T over the picture, in cm²: for a thin threat its mass times its mean attenuation coefficient. */
function attenuatedArea({ transmission, pitchCm }: RenderedThreat): number {
  return transmission.high.reduce((sum, value) => sum - Math.log(value), 0) * pitchCm * pitchCm;
}

describe('renderThreat', () => {
  it('gives the same threat for the same order and another for another seed', () => {
    expect(renderThreat(ORDER)).toEqual(renderThreat(ORDER));
    expect(renderThreat({ ...ORDER, seed: 4 }).transmission.high).not.toEqual(renderThreat(ORDER).transmission.high);
  });

  it.each(THREAT_CATEGORIES)('lets between nothing and everything through %s, and everything beside it', (category) => {
    for (const scanner of ['gate-6-4', 'mobile-4-display', 'relocatable-7-5'] as const) {
      const { transmission, widthPx, heightPx, pitchCm } = renderThreat({ ...ORDER, scanner, category });
      expect(pitchCm).toBe(SCANNER_PRESETS[scanner].pitchCm);
      // A scanner with one energy sees one and the same picture twice.
      if (scanner === 'mobile-4-display') expect(transmission.low).toEqual(transmission.high);
      for (const plane of [transmission.high, transmission.low]) {
        expect(plane).toHaveLength(widthPx * heightPx);
        expect(plane.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(plane.some((value) => value < 0.9)).toBe(true);
        const border = Array.from({ length: widthPx }, (_, x) => [
          plane[x],
          plane[(heightPx - 1) * widthPx + x],
        ]).flat();
        expect(border.every((value) => value === 1)).toBe(true);
        const sides = Array.from({ length: heightPx }, (_, y) => [
          plane[y * widthPx],
          plane[(y + 1) * widthPx - 1],
        ]).flat();
        expect(sides.every((value) => value === 1)).toBe(true);
      }
    }
  });

  it('attenuates as much as the mass it states: 0.04 cm²/g or so at the mean energy of a 6 MV beam', () => {
    for (const massKg of [4, 12, 40]) {
      for (const category of ['cocaine', 'heroin', 'cash'] as const) {
        for (let seed = 0; seed < 6; seed++) {
          const threat = renderThreat({ ...ORDER, seed, category, massKg });
          const coefficient = attenuatedArea(threat) / (threat.massKg * 1000);
          // The beam is between these photon energies, and harder behind thick layers.
          expect(coefficient).toBeLessThan(1.1 * massAttenuationCm2PerG('cocaine-hydrochloride', 1.5));
          expect(coefficient).toBeGreaterThan(0.9 * massAttenuationCm2PerG('cocaine-hydrochloride', 3));
        }
      }
    }
  });

  it('lets less through at the lower energy wherever there is matter', () => {
    const { high, low } = renderThreat(ORDER).transmission;
    for (const [pixel, value] of high.entries()) {
      if (value < 0.95) expect(low[pixel]).toBeLessThan(value);
    }
  });
});
