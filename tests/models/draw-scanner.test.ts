import { describe, expect, it } from 'vitest';
import { cropContainers } from '../../models/training/crop-containers.ts';
import { drawScanner, isDual } from '../../models/training/draw-scanner.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import { simulateScan } from '../../src/simulator/simulate-scan.ts';

const COMPACT = SCANNER_PRESETS['gate-6-4-compact'];
const draw = (seed: number) => drawScanner(COMPACT, createRandom(seed, 'scanner'));

describe('a scanner that is drawn', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('has a low energy well below the high one, and none of the presets’ geometry', () => {
    const drawn = Array.from({ length: 300 }, (_, seed) => draw(seed));
    const shares = drawn.map(({ endPointsMeV: { high, low } }) => low / high);
    expect(Math.max(...shares)).toBeLessThan(0.8);
    expect(Math.min(...shares)).toBeGreaterThan(0.5);
    const presets = Object.values(SCANNER_PRESETS).map(({ sourceHeightCm }) => sourceHeightCm);
    expect(drawn.some(({ sourceHeightCm }) => presets.some((height) => height === sourceHeightCm))).toBe(false);
    expect(new Set(drawn.map(({ array }) => array))).toEqual(new Set(['arc', 'straight']));
  });

  it('has pixels nearly as large as a network sees, and the dose of its preset over an area, give or take', () => {
    const { pitchCm, openBeamQuanta } = SCANNER_PRESETS['portal-9-6'];
    for (let seed = 0; seed < 100; seed++) {
      const drawn = drawScanner(SCANNER_PRESETS['portal-9-6'], createRandom(seed, 'scanner'));
      expect(drawn.pitchCm).toBeGreaterThanOrEqual(0.8);
      expect(drawn.pitchCm).toBeLessThan(1.1);
      const share = drawn.openBeamQuanta.high / drawn.pitchCm ** 2 / (openBeamQuanta.high / pitchCm ** 2);
      expect(share).toBeGreaterThanOrEqual(0.3);
      expect(share).toBeLessThan(1.5);
    }
  });

  it('shows a container that the service finds, of both energies', () => {
    const order = {
      seed: 3,
      scanner: 'gate-6-4-compact',
      cargo: 'drums',
      containers: ['20ft'],
      vehicle: false,
      threat: null,
    } as const;
    const [crop, ...others] = cropContainers(simulateScan(order, draw(3)));
    expect(others).toEqual([]);
    expect(crop?.low).not.toBeNull();
    expect(crop?.high).not.toEqual(cropContainers(simulateScan(order))[0]?.high);
  });

  it('is drawn of scanners with two energies alone', () => {
    expect(Object.values(SCANNER_PRESETS).filter(isDual)).toHaveLength(4);
  });
});
