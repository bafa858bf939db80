import { describe, expect, it } from 'vitest';
import { readOut } from '../../src/simulator/detector-response.ts';
import { createFanBeam } from '../../src/simulator/fan-beam.ts';
import { createRandom } from '../../src/simulator/random.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';

const FAN = createFanBeam({
  columns: 200,
  rows: 150,
  pitchCm: 0.5,
  sourceHeightCm: 150,
  sourceToCentreCm: 400,
  topAngle: 0.1,
  leftCm: 0,
  riseCm: () => 0,
});
const GATE = SCANNER_PRESETS['gate-6-4'];
const QUIET: ScannerPreset = { ...GATE, electronicNoise: 0 };
const OPEN_BEAM_QUANTA = GATE.openBeamQuanta.high;

function readUniform(
  transmission: number,
  scanner: ScannerPreset,
): { readonly mean: number; readonly deviation: number } {
  const beam = { transmission: new Float64Array(200 * 150).fill(transmission), openBeamQuanta: OPEN_BEAM_QUANTA };
  const readings = readOut(beam, FAN, scanner, createRandom(1));
  const mean = readings.reduce((sum, reading) => sum + reading, 0) / readings.length;
  const variance = readings.reduce((sum, reading) => sum + (reading - mean) ** 2, 0) / readings.length;
  return { mean, deviation: Math.sqrt(variance) };
}

describe('readOut', () => {
  it('reads air at 60,000 and keeps the signal: neither blur nor quantisation takes or adds any', () => {
    for (const transmission of [1, 0.3, 0.01]) {
      const { mean } = readUniform(transmission, { ...QUIET, scatterRatio: 0 });
      expect(mean / (60_000 * transmission)).toBeCloseTo(1, 2);
    }
  });

  it.each([1, 0.1, 0.003, 0.0003])(
    'carries the noise of the quanta that it detected, √N of N, at %d',
    (transmission) => {
      const { mean, deviation } = readUniform(transmission, { ...QUIET, scatterRatio: 0 });
      const quanta = OPEN_BEAM_QUANTA * transmission;
      expect((deviation / mean) * Math.sqrt(quanta)).toBeCloseTo(1, 1);
    },
  );

  it('adds the noise of its electronics, where quanta are many and where they are few', () => {
    for (const transmission of [0.01, 0.0003]) {
      const loud = readUniform(transmission, { ...QUIET, scatterRatio: 0, electronicNoise: 30 }).deviation;
      const quiet = readUniform(transmission, { ...QUIET, scatterRatio: 0 }).deviation;
      if (transmission > 0.001) expect(Math.sqrt(loud ** 2 - quiet ** 2)).toBeCloseTo(30, -1);
      // What is pushed below nothing reads as nothing, which takes part of the noise away.
      else expect(loud).toBeGreaterThan(1.5 * quiet);
    }
  });

  it('spreads a point over its neighbours and keeps the sum', () => {
    const transmission = new Float64Array(200 * 150);
    transmission[100 * 150 + 75] = 1;
    const still = { ...QUIET, scatterRatio: 0 };
    const readings = readOut({ transmission, openBeamQuanta: 1e13 }, FAN, still, createRandom(1));
    const at = (column: number, row: number) => (readings[row * 200 + column] ?? 0) / GATE.airReading;
    expect(at(100, 75)).toBeCloseTo((1 - 2 * GATE.blurRatio) ** 2, 3);
    expect(at(99, 75)).toBeCloseTo(GATE.blurRatio * (1 - 2 * GATE.blurRatio), 3);
    expect(at(101, 76)).toBeCloseTo(GATE.blurRatio ** 2, 3);
    expect(readings.reduce((sum, reading) => sum + reading, 0) / GATE.airReading).toBeCloseTo(1, 3);
  });

  it('adds scatter, yet never more than a thousandth of the open beam', () => {
    const dark = readUniform(0.001, QUIET).mean / 60_000;
    expect(dark).toBeGreaterThan(0.001);
    expect(dark).toBeLessThan(0.0011);
    expect(readUniform(0.5, QUIET).mean / 60_000).toBeLessThan(0.502);
  });
});
