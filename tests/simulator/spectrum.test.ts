import { describe, expect, it } from 'vitest';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { binnedSpectra, schiffIntensity } from '../../src/simulator/spectrum.ts';
import { XCOM, XCOM_ENERGIES_MEV } from '../../src/simulator/xcom.ts';

const SPECTRA = binnedSpectra(SCANNER_PRESETS['gate-6-4']);

/** NIST's values, log–log between them: written again here, so that the simulator's own interpolation is checked too. */
function attenuationOf(values: readonly number[], energyMeV: number): number {
  const energies: readonly number[] = XCOM_ENERGIES_MEV;
  const above = Math.max(
    1,
    energies.findIndex((energy) => energy >= energyMeV),
  );
  const [e0 = 1, e1 = 1] = [energies[above - 1], energies[above]];
  const [v0 = 1, v1 = 1] = [values[above - 1], values[above]];
  return v0 * (v1 / v0) ** (Math.log(energyMeV / e0) / Math.log(e1 / e0));
}

describe('binnedSpectra', () => {
  it('adds up to the open beam, and holds no photon above its end-point', () => {
    for (const energy of ['high', 'low'] as const) {
      expect(SPECTRA.weights[energy]?.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
    const aboveLow = SPECTRA.energiesMeV.map((energyMeV, bin) =>
      energyMeV > 4 ? (SPECTRA.weights.low?.[bin] ?? 1) : 0,
    );
    expect(Math.max(...aboveLow)).toBe(0);
    expect(schiffIntensity(6, 6)).toBe(0);
    expect(schiffIntensity(1, 6)).toBeGreaterThan(schiffIntensity(3, 6));
  });

  it('has no low energy where the scanner has none', () => {
    expect(binnedSpectra(SCANNER_PRESETS['rail-9']).weights.low).toBeUndefined();
  });

  it('gives ratios of the logarithms of 4 and 6 MV that fall with Z, within 0.04 of those published', () => {
    // Through 30 g/cm²; published ones are of beams with other filters.
    const published = { C: 1.16, Al: 1.15, Fe: 1.13, Pb: 1.1 } as const;
    const ratios = (['C', 'Al', 'Fe', 'Pb'] as const).map((element) => {
      const attenuation = (energy: 'high' | 'low') =>
        Math.log(
          SPECTRA.energiesMeV.reduce((sum, energyMeV, bin) => {
            const mu = attenuationOf(XCOM[element].attenuationCm2PerG, energyMeV);
            return sum + (SPECTRA.weights[energy]?.[bin] ?? 0) * Math.exp(-mu * 30);
          }, 0),
        );
      const ratio = attenuation('low') / attenuation('high');
      expect(Math.abs(ratio - published[element])).toBeLessThan(0.04);
      return ratio;
    });
    expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
  });
});
