import { describe, expect, it } from 'vitest';
import { coarsen } from '../../src/simulator/coarsen.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';

const GATE = SCANNER_PRESETS['gate-6-4'];
const QUANTA = GATE.openBeamQuanta.high;

function noisyReadings(transmission: number): Uint16Array {
  const random = createRandom(1);
  return Uint16Array.from(
    { length: 20_000 },
    () => (random.poisson(transmission * QUANTA) * GATE.airReading) / QUANTA + 0.5,
  );
}

function deviationOf(readings: Uint16Array): number {
  const mean = readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
  return Math.sqrt(readings.reduce((sum, reading) => sum + (reading - mean) ** 2, 0) / readings.length);
}

describe('coarsen', () => {
  it('steps coarsely where noise is wide, and adds little to it', () => {
    const fine = noisyReadings(1);
    const coarse = fine.slice();
    coarsen(coarse, QUANTA, GATE, 1.3);
    expect(coarse.every((reading) => reading % 128 === 0)).toBe(true);
    expect(deviationOf(coarse) / deviationOf(fine)).toBeLessThan(1.15);
  });

  it('keeps every bit in the dark, and everywhere when not asked to step', () => {
    const dark = Uint16Array.from([0, 1, 2]);
    coarsen(dark, QUANTA, GATE, 1.3);
    expect([...dark]).toEqual([0, 1, 2]);
    const bright = noisyReadings(1);
    const untouched = bright.slice();
    coarsen(untouched, QUANTA, GATE, 0);
    expect(untouched).toEqual(bright);
  });
});
