import { describe, expect, it } from 'vitest';
import { addFaults } from '../../../src/simulator/faults/add-faults.ts';
import type { ScannerFaults } from '../../../src/simulator/faults/scanner-faults.ts';
import { createRandom } from '../../../src/simulator/random.ts';
import type { ScannerPreset } from '../../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../../src/simulator/scanner-presets.ts';

const COLUMNS = 300;
const ROWS = 200;
const AIR = 50_000;
const NONE: ScannerFaults = {
  doseDeviation: 0,
  doseWander: 0,
  gainDeviation: 0,
  gainDrift: 0,
  moduleElements: 20,
  moduleDeviation: 0,
  deadElementsPerThousand: 0,
  missingColumnsPerThousand: 0,
  speedDeviation: 0,
  offCentreDrop: 0,
  blackBelow: 0,
};

function faulty(faults: Partial<ScannerFaults>, reading = AIR, energy: 'high' | 'low' = 'high', seed = 3): Uint16Array {
  const readings = new Uint16Array(COLUMNS * ROWS).fill(reading);
  const scanner: ScannerPreset = {
    ...SCANNER_PRESETS['gate-6-4'],
    airReading: AIR,
    faults: { ...NONE, ...faults },
  };
  addFaults(readings, COLUMNS, energy, scanner, createRandom(seed));
  return readings;
}

const rowOf = (readings: Uint16Array, row: number) => readings.subarray(row * COLUMNS, (row + 1) * COLUMNS);
const columnOf = (readings: Uint16Array, column: number) => readings.filter((_, index) => index % COLUMNS === column);
const meanOf = (values: Uint16Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('addFaults', () => {
  it('leaves a faultless scanner alone but for its rare misfires', () => {
    const touched = faulty({}).filter((reading) => reading !== AIR).length;
    expect(touched % ROWS).toBe(0);
    expect(touched / ROWS).toBeLessThan(3);
  });

  it('stripes columns by doses of the deviation asked for, each energy with its own', () => {
    const high = faulty({ doseDeviation: 0.01 });
    const low = faulty({ doseDeviation: 0.01 }, AIR, 'low');
    const columns = Array.from({ length: COLUMNS }, (_, column) => (columnOf(high, column)[0] ?? 0) / AIR);
    expect(deviationOf(columns)).toBeGreaterThan(0.008);
    expect(deviationOf(columns)).toBeLessThan(0.013);
    expect(new Set(columnOf(high, 7)).size).toBe(1);
    expect(low).not.toEqual(high);
  });

  it('lines rows by gains, the same in both energies', () => {
    const high = faulty({ gainDeviation: 0.01 });
    const rows = Array.from({ length: ROWS }, (_, row) => (rowOf(high, row)[0] ?? 0) / AIR);
    expect(deviationOf(rows)).toBeGreaterThan(0.008);
    expect(deviationOf(rows)).toBeLessThan(0.012);
    expect(columnOf(faulty({ gainDeviation: 0.01 }, AIR, 'low'), 5)).toEqual(columnOf(high, 5));
  });

  it('lets gains drift while the container passes', () => {
    const readings = faulty({ gainDrift: 0.02 });
    const grown = Array.from({ length: ROWS }, (_, row) => {
      const line = rowOf(readings, row);
      return ((line[COLUMNS - 1] ?? 0) - (line[0] ?? 0)) / AIR;
    });
    expect(deviationOf(grown)).toBeGreaterThan(0.015);
    expect(deviationOf(grown)).toBeLessThan(0.025);
  });

  it('steps from module to module, and nearly not inside one', () => {
    const readings = faulty({ moduleDeviation: 0.05 });
    const steps = Array.from({ length: ROWS - 1 }, (_, row) =>
      Math.abs((rowOf(readings, row + 1)[0] ?? 0) - (rowOf(readings, row)[0] ?? 0)),
    );
    const wide = steps.filter((step) => step > AIR * 0.005).length;
    expect(wide).toBeGreaterThanOrEqual(7);
    expect(wide).toBeLessThanOrEqual(10);
  });

  it('darkens one end of the fan when the beam is off its centre, and not the other', () => {
    const readings = faulty({ offCentreDrop: 0.2 });
    const ends = [meanOf(rowOf(readings, 0)), meanOf(rowOf(readings, ROWS - 1))].sort((a, b) => a - b);
    expect((ends[0] ?? 0) / AIR).toBeLessThan(0.99);
    expect((ends[0] ?? 0) / AIR).toBeGreaterThan(0.79);
    expect((ends[1] ?? 0) / AIR).toBeGreaterThan(0.99);
  });

  it('shows black what the dark correction takes away, and saturates at full scale', () => {
    expect(Math.max(...faulty({ blackBelow: 0.01 }, 0.009 * AIR))).toBe(0);
    expect(meanOf(faulty({ blackBelow: 0.01 }, 0.03 * AIR))).toBeCloseTo(0.02 * AIR, -1);
    const bright = faulty({ doseDeviation: 0.05 }, 65_000);
    expect(Math.max(...bright)).toBe(65_535);
  });

  it('kills as many elements as its rate says, whole rows, the same in both energies', () => {
    let dead = 0;
    for (let seed = 0; seed < 40; seed++) {
      const faults = { deadElementsPerThousand: 10, gainDeviation: 0.001 };
      const whole = faulty({ ...faults, deadElementsPerThousand: 0 }, AIR, 'high', seed);
      const high = faulty(faults, AIR, 'high', seed);
      const low = faulty(faults, AIR, 'low', seed);
      for (let row = 0; row < ROWS; row++) {
        const isDead = rowOf(high, row)[9] !== rowOf(whole, row)[9];
        if (isDead) dead++;
        expect(rowOf(low, row)[9]).toBe(rowOf(high, row)[9]);
      }
    }
    // 10 of a thousand in 200 rows and 40 scans: 80 expected, a few drawn twice.
    expect(dead).toBeGreaterThan(50);
    expect(dead).toBeLessThan(105);
  });

  it('loses as many columns as its rate says, black or shown twice', () => {
    let gaps = 0;
    for (let seed = 0; seed < 40; seed++) {
      const readings = faulty({ missingColumnsPerThousand: 5, doseDeviation: 0.01 }, AIR, 'high', seed);
      for (let column = 1; column < COLUMNS; column++) {
        const here = readings[column] ?? 0;
        if (here === 0 || here === readings[column - 1]) gaps++;
      }
    }
    // 1.5 gaps a scan of two columns on average: 120 in 40 scans.
    expect(gaps).toBeGreaterThan(70);
    expect(gaps).toBeLessThan(180);
  });
});
