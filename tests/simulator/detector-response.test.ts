import { describe, expect, it } from 'vitest';
import { readOut } from '../../src/simulator/detector-response.ts';
import { createFanBeam } from '../../src/simulator/fan-beam.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { SCANNER_PRESETS, type ScannerPreset } from '../../src/simulator/scanner-presets.ts';

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
const QUIET: ScannerPreset = { ...SCANNER_PRESETS['gate-6-4'], doseDeviation: 0, gainDeviation: 0, electronicNoise: 0 };

function readUniform(
  transmission: number,
  scanner: ScannerPreset,
): { readonly mean: number; readonly deviation: number } {
  const readings = readOut(new Float64Array(200 * 150).fill(transmission), 'high', FAN, scanner, createRandom(1));
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

  it('carries the noise of the quanta that it detected, √N of N', () => {
    for (const transmission of [1, 0.1, 0.003]) {
      const { mean, deviation } = readUniform(transmission, { ...QUIET, scatterRatio: 0 });
      const quanta = QUIET.openBeamQuanta.high * transmission;
      expect((deviation / mean) * Math.sqrt(quanta)).toBeCloseTo(1, 1);
    }
  });

  it('adds scatter, yet never more than a thousandth of the open beam', () => {
    const dark = readUniform(0.001, QUIET).mean / 60_000;
    expect(dark).toBeGreaterThan(0.001);
    expect(dark).toBeLessThan(0.0011);
    expect(readUniform(0.5, QUIET).mean / 60_000).toBeLessThan(0.502);
  });

  it('steps coarsely only where noise is wider than the step', () => {
    const coarse = { ...QUIET, stepPerNoise: 1.3 };
    const bright = readOut(new Float64Array(200 * 150).fill(1), 'high', FAN, coarse, createRandom(1));
    expect(bright.every((reading) => reading % 256 === 128 || reading % 128 === 0)).toBe(true);
    expect(readUniform(1, coarse).deviation / readUniform(1, QUIET).deviation).toBeLessThan(1.15);
    const dark = readOut(new Float64Array(200 * 150).fill(0.00005), 'high', FAN, coarse, createRandom(1));
    expect(new Set(dark).size).toBeGreaterThan(1);
  });
});
