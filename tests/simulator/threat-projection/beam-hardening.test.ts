import { describe, expect, it } from 'vitest';
import { detectedSpectra } from '../../../src/simulator/condense-spectra.ts';
import type { MaterialName } from '../../../src/simulator/materials.ts';
import { SCANNER_PRESETS } from '../../../src/simulator/scanner-presets.ts';
import { beamHardeningOf } from '../../../src/simulator/threat-projection/beam-hardening.ts';
import { transmit } from '../../../src/simulator/transmission.ts';

const SCANNER = SCANNER_PRESETS['gate-6-4'];

function through(layers: Partial<Record<MaterialName, number>>): number {
  const densities = new Map<MaterialName, Float32Array>();
  if (layers.steel !== undefined) densities.set('steel', Float32Array.of(layers.steel));
  if (layers.water !== undefined) densities.set('water', Float32Array.of(layers.water));
  return transmit(densities, detectedSpectra(SCANNER), 1).high[0] ?? 0;
}

describe('beam hardening', () => {
  const { high } = beamHardeningOf(SCANNER);

  it('is none in the open beam, and grows with the goods', () => {
    expect(high.exponentBehind(1)).toBe(1);
    const exponents = [0.9, 0.5, 0.2, 0.05, 0.01, 0.001].map(high.exponentBehind);
    expect(exponents).toEqual(exponents.toSorted((a, b) => b - a));
    expect(exponents.at(-1)).toBeGreaterThan(0.5);
  });

  it.each([10, 30, 60])('says within 4 %% how much less steel darkens behind %d g/cm² of water', (water) => {
    const behind = Math.log(through({ water, steel: 8 }) / through({ water })) / Math.log(through({ steel: 8 }));
    expect(high.exponentBehind(through({ water })) / behind).toBeGreaterThan(0.96);
    expect(high.exponentBehind(through({ water })) / behind).toBeLessThan(1.04);
  });
});
