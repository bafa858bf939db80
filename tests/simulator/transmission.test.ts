import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectSolids } from '../../src/simulator/areal-density.ts';
import { block } from '../../src/simulator/build-solid.ts';
import { detectedSpectra } from '../../src/simulator/condense-spectra.ts';
import { createFanBeam } from '../../src/simulator/fan-beam.ts';
import { MATERIALS, type MaterialName, massAttenuationCm2PerG } from '../../src/simulator/materials.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import type { Solid } from '../../src/simulator/solid.ts';
import { transmit } from '../../src/simulator/transmission.ts';

const FAN = createFanBeam({
  columns: 6,
  rows: 41,
  pitchCm: 1,
  sourceHeightCm: 100,
  sourceToCentreCm: 300,
  topAngle: 20.5 / 300,
  leftCm: 0,
  riseCm: () => 0,
});
const PIXELS = FAN.columns * FAN.rows;
/** The row that looks straight ahead. */
const LEVEL = 3 * FAN.rows + 20;
const SPECTRA = detectedSpectra(SCANNER_PRESETS['gate-6-4']);

function slab(material: MaterialName, thicknessCm: number): Solid {
  return block(material, [0, 6], [0, 200], [280, 280 + thicknessCm]);
}

describe('transmit', () => {
  it.each([
    ['steel', 10],
    ['lead', 2],
    ['water', 40],
    ['wood', 60],
    ['aluminium', 15],
  ] as const)('lets exp(−μt) of one energy through a slab of %s, to within 1 %', (material, thicknessCm) => {
    for (const energyMeV of [0.5, 1, 3.5, 6]) {
      const mono = { energiesMeV: [energyMeV], weights: { high: [1], low: [1] } };
      const through = transmit(projectSolids([slab(material, thicknessCm)], FAN), mono, PIXELS).high[LEVEL] ?? 0;
      const mu = massAttenuationCm2PerG(material, energyMeV) * MATERIALS[material].densityGPerCm3;
      expect(through / Math.exp(-mu * thicknessCm)).toBeCloseTo(1, 2);
    }
  });

  it('hardens: the second slab takes away a smaller share than the first', () => {
    const [one, two] = [10, 20].map(
      (thicknessCm) => transmit(projectSolids([slab('steel', thicknessCm)], FAN), SPECTRA, PIXELS).high[LEVEL] ?? 0,
    );
    expect((two ?? 0) / (one ?? 1)).toBeGreaterThan(one ?? 1);
  });

  it('leaves a few per cent of a 6 MV beam behind 100 mm of steel, and some thousandths behind 200 mm', () => {
    const behind = (thicknessCm: number) =>
      transmit(projectSolids([slab('steel', thicknessCm)], FAN), SPECTRA, PIXELS).high[LEVEL] ?? 0;
    expect(behind(10)).toBeGreaterThan(0.03);
    expect(behind(10)).toBeLessThan(0.09);
    expect(behind(20)).toBeGreaterThan(0.001);
    expect(behind(20)).toBeLessThan(0.006);
  });

  it('shows a lighter element by a larger ratio of the logarithms of low and high energy', () => {
    const ratio = (material: MaterialName) => {
      const thicknessCm = 30 / MATERIALS[material].densityGPerCm3;
      const { high, low } = transmit(projectSolids([slab(material, thicknessCm)], FAN), SPECTRA, PIXELS);
      return Math.log(low?.[LEVEL] ?? 1) / Math.log(high[LEVEL] ?? 1);
    };
    const ratios = (['polyethylene', 'aluminium', 'steel', 'lead'] as const).map(ratio);
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
    expect(ratios[0]).toBeGreaterThan(1.1);
    expect(ratios[3]).toBeGreaterThan(1.03);
  });

  it('never lets more through when something is added, never less than nothing, never more than came', () => {
    const anySolid = fc
      .record({
        material: fc.constantFrom<MaterialName>('steel', 'water', 'wood', 'lead', 'rubber'),
        x: fc.integer({ min: -2, max: 5 }),
        y: fc.integer({ min: 80, max: 115 }),
        z: fc.integer({ min: 260, max: 330 }),
        size: fc.integer({ min: 1, max: 30 }),
      })
      .map(({ material, x, y, z, size }) => block(material, [x, x + size], [y, y + size], [z, z + size]));
    fc.assert(
      fc.property(fc.array(anySolid, { maxLength: 5 }), anySolid, (solids, added) => {
        const before = transmit(projectSolids(solids, FAN), SPECTRA, PIXELS);
        const after = transmit(projectSolids([...solids, added], FAN), SPECTRA, PIXELS);
        for (let pixel = 0; pixel < PIXELS; pixel++) {
          expect(after.high[pixel] ?? 0).toBeLessThanOrEqual((before.high[pixel] ?? 0) + 1e-9);
          expect(after.high[pixel]).toBeGreaterThanOrEqual(0);
          expect(after.high[pixel]).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
      { numRuns: 50 },
    );
  });
});
