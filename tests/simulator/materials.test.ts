import { describe, expect, it } from 'vitest';
import { MATERIALS, massAttenuationCm2PerG } from '../../src/simulator/materials.ts';

describe('massAttenuationCm2PerG', () => {
  it.each([
    ['lead', 6, 4.391e-2],
    ['lead', 1, 7.102e-2],
    // NIST X-ray attenuation tables for water and for dry air.
    ['water', 6, 2.77e-2],
    ['water', 1, 7.072e-2],
    ['air', 2, 4.447e-2],
    ['polyethylene', 1, 7.262e-2],
  ] as const)('of %s at %d MeV is what NIST publishes', (material, energyMeV, published) => {
    expect(massAttenuationCm2PerG(material, energyMeV) / published).toBeCloseTo(1, 2.5);
  });

  it('of steel, 1 % carbon, lies within a third of a per cent of iron', () => {
    expect(massAttenuationCm2PerG('steel', 6) / 3.057e-2).toBeCloseTo(1, 2.4);
  });

  it('lies between its neighbours in the table when interpolated', () => {
    const between = massAttenuationCm2PerG('lead', 3.5);
    expect(between).toBeGreaterThan(Math.min(massAttenuationCm2PerG('lead', 3), massAttenuationCm2PerG('lead', 4)));
    expect(between).toBeLessThan(Math.max(massAttenuationCm2PerG('lead', 3), massAttenuationCm2PerG('lead', 4)));
  });

  it('weighs cocaine hydrochloride by its formula: 339.8 g/mol, of which a tenth is chlorine', () => {
    const masses = Object.values(MATERIALS['cocaine-hydrochloride'].massFractions);
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    expect(total).toBeCloseTo(339.8, 0);
    expect((MATERIALS['cocaine-hydrochloride'].massFractions.Cl ?? 0) / total).toBeCloseTo(0.1043, 3);
  });
});
