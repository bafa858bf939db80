import { describe, expect, it } from 'vitest';
import { detectedSpectra } from '../../src/simulator/condense-spectra.ts';
import { MATERIALS, type MaterialName, massAttenuationCm2PerG } from '../../src/simulator/materials.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { binnedSpectra, type DetectedSpectra } from '../../src/simulator/spectrum.ts';

const SCANNERS: readonly (readonly [string, ScannerPreset])[] = Object.entries(SCANNER_PRESETS);
const MATERIAL_NAMES = Object.keys(MATERIALS).filter((name): name is MaterialName => name in MATERIALS);

function transmissionOf(spectra: DetectedSpectra, energy: 'high' | 'low', material: MaterialName, massGPerCm2: number) {
  return spectra.energiesMeV.reduce((sum, energyMeV, bin) => {
    const weight = spectra.weights[energy]?.[bin] ?? 0;
    return sum + weight * Math.exp(-massAttenuationCm2PerG(material, energyMeV) * massGPerCm2);
  }, 0);
}

describe('detectedSpectra', () => {
  it.each(SCANNERS)('lets through what all bins would, for every material in front of %s', (_, scanner) => {
    const bins = binnedSpectra(scanner);
    const few = detectedSpectra(scanner);
    expect(few.energiesMeV.length).toBeLessThan(15);
    for (const energy of bins.weights.low === undefined ? (['high'] as const) : (['high', 'low'] as const)) {
      for (const material of MATERIAL_NAMES) {
        for (const massGPerCm2 of [0.3, 3, 30, 100, 200]) {
          const all = transmissionOf(bins, energy, material, massGPerCm2);
          const some = transmissionOf(few, energy, material, massGPerCm2);
          expect(Math.abs(some - all)).toBeLessThan(3e-4);
          if (all > 1e-4) expect(Math.abs(Math.log(some) / Math.log(all) - 1)).toBeLessThan(1.5e-3);
        }
      }
    }
  });

  it.each(SCANNERS)('weighs no photon energy of %s negatively, and all of a beam as 1', (_, scanner) => {
    const { weights } = detectedSpectra(scanner);
    for (const beam of [weights.high, weights.low ?? weights.high]) {
      expect(Math.min(...beam)).toBeGreaterThanOrEqual(0);
      expect(beam.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
  });
});
