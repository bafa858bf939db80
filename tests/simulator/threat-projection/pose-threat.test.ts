import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/simulator/random.ts';
import { poseThreat } from '../../../src/simulator/threat-projection/pose-threat.ts';
import { drawVariation } from '../../../src/simulator/threat-projection/vary-threat.ts';
import { blockOf } from './pictures.ts';

const SCAN = { pitchMm: 5, blur: { along: 0.4, across: 0.4, isMeasured: true } };

/** Σ (1 − T) over the picture: what the threat takes from the beam. */
function taken(plane: Float32Array | undefined): number {
  return (plane ?? new Float32Array()).reduce((sum, through) => sum + 1 - through, 0);
}

describe('poseThreat', () => {
  const threat = blockOf('steel', 3, 40, 24);

  it('takes the same from the beam however it is turned, mirrored, shifted and blurred', () => {
    const before = taken(threat.transmission.high);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const drawn = drawVariation(createRandom(seed), 'among-goods');
        const posed = poseThreat(threat, { ...drawn, density: 1, illumination: 0 }, SCAN);
        expect(taken(posed.transmission.high) / (before * drawn.magnification)).toBeCloseTo(1, 1);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the ratio of the energies at every pixel of a uniform threat: one geometry for both', () => {
    const { high, low } = threat.transmission;
    const ratio = Math.log(low?.[500] ?? 0) / Math.log(high?.[500] ?? 0);
    const posed = poseThreat(threat, { ...drawVariation(createRandom(3), 'among-goods'), illumination: 0 }, SCAN);
    const [first, second] = [posed.transmission.high ?? [], posed.transmission.low ?? []];
    for (let i = 0; i < first.length; i++) {
      const attenuation = -Math.log(first[i] ?? 1);
      if (attenuation > 0.01) expect(-Math.log(second[i] ?? 1) / attenuation).toBeCloseTo(ratio, 1);
    }
  });

  it('ends in clear air on every side, so that no border is drawn', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { widthPx, heightPx, transmission } = poseThreat(
          threat,
          drawVariation(createRandom(seed), 'upright'),
          SCAN,
        );
        const at = (x: number, y: number) => transmission.high?.[y * widthPx + x];
        for (let x = 0; x < widthPx; x++) expect([at(x, 0), at(x, heightPx - 1)]).toEqual([1, 1]);
        for (let y = 0; y < heightPx; y++) expect([at(0, y), at(widthPx - 1, y)]).toEqual([1, 1]);
      }),
      { numRuns: 25 },
    );
  });

  it('resamples to the scan: half the pitch, twice the pixels; magnified in height alone', () => {
    const plain = {
      angle: 0,
      isMirrored: false,
      magnification: 1.3,
      shift: { x: 0, y: 0 },
      density: 1,
      illumination: 0,
      illuminationAngle: 0,
    };
    const { mask, widthPx } = poseThreat(threat, plain, { ...SCAN, pitchMm: 2.5 });
    const columns = new Set<number>();
    const rows = new Set<number>();
    for (const [i, marked] of mask.entries()) {
      if (marked !== 255) continue;
      columns.add(i % widthPx);
      rows.add(Math.floor(i / widthPx));
    }
    expect(Math.abs(columns.size - 80)).toBeLessThanOrEqual(3);
    expect(Math.abs(rows.size - 24 * 2 * 1.3)).toBeLessThanOrEqual(4);
  });

  it('makes a denser threat as dark as its exponent says', () => {
    const plain = {
      angle: 0,
      isMirrored: false,
      magnification: 1,
      shift: { x: 0, y: 0 },
      density: 1.3,
      illumination: 0,
      illuminationAngle: 0,
    };
    const { transmission, widthPx, heightPx } = poseThreat(threat, plain, SCAN);
    const middle = ((heightPx >> 1) * widthPx + (widthPx >> 1)) | 0;
    expect(transmission.high?.[middle]).toBeCloseTo((threat.transmission.high?.[500] ?? 0) ** 1.3, 4);
  });
});
