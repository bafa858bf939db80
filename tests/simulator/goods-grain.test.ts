import { describe, expect, it } from 'vitest';
import type { ArealDensity } from '../../src/simulator/areal-density.ts';
import { createFanBeam } from '../../src/simulator/fan-beam.ts';
import { addGrain } from '../../src/simulator/goods-grain.ts';
import { createRandom } from '../../src/simulator/random.ts';

const FAN = createFanBeam({
  columns: 400,
  rows: 300,
  pitchCm: 0.5,
  sourceHeightCm: 150,
  sourceToCentreCm: 400,
  topAngle: 0.2,
  leftCm: -30,
  riseCm: () => 0,
});
const even = (mass: number) => new Float32Array(FAN.columns * FAN.rows).fill(mass);

/** Ray sums relative to what they were. */
function grainOf(mass: number, seed: number): readonly number[] {
  const sums = addGrain(new Map([['rice', even(mass)]]), FAN, createRandom(seed)).get('rice') ?? even(0);
  return Array.from(sums, (sum) => sum / mass);
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('addGrain', () => {
  it('makes goods uneven by some per cent, about the mass that they had', () => {
    for (let seed = 0; seed < 8; seed++) {
      const grain = grainOf(20, seed);
      expect(deviationOf(grain)).toBeGreaterThan(0.008);
      expect(deviationOf(grain)).toBeLessThan(0.16);
      expect(grain.reduce((sum, value) => sum + value, 0) / grain.length).toBeCloseTo(1, 1);
      expect(Math.min(...grain.slice(0, 50_000))).toBeGreaterThan(0.39);
    }
  });

  it('is smooth: neighbouring rays differ by little of it', () => {
    const grain = grainOf(20, 3);
    const steps = grain.slice(1).map((value, index) => value - (grain[index] ?? 0));
    expect(deviationOf(steps)).toBeLessThan(deviationOf(grain) * 0.5);
  });

  it('evens out where goods are thick', () => {
    expect(deviationOf(grainOf(200, 5))).toBeLessThan(deviationOf(grainOf(20, 5)) * 0.7);
  });

  it('leaves metals, threats, empty rays and what it was given as they are, whatever stands beside them', () => {
    const rice = even(20);
    rice.fill(0, 0, 1000);
    const alone: ArealDensity = new Map([['rice', rice]]);
    const beside: ArealDensity = new Map([
      ['steel', even(9)],
      ['cocaine-hydrochloride', even(7)],
      ['rice', rice],
    ]);
    const uneven = addGrain(beside, FAN, createRandom(2));
    expect(uneven.get('steel')).toBe(beside.get('steel'));
    expect(uneven.get('cocaine-hydrochloride')).toBe(beside.get('cocaine-hydrochloride'));
    expect(uneven.get('rice')).toEqual(addGrain(alone, FAN, createRandom(2)).get('rice'));
    expect(uneven.get('rice')?.subarray(0, 1000)).toEqual(new Float32Array(1000));
    expect(rice[5000]).toBe(20);
  });
});
