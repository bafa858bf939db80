import { describe, expect, it } from 'vitest';
import { type DisplayExport, showReadings } from '../../../src/simulator/display/display-export.ts';
import { createRandom } from '../../../src/simulator/random.ts';

const PLAIN: DisplayExport = {
  kind: 'display-8',
  window: { kind: 'fixed', black: 0, white: 1 },
  gamma: 1,
  gammaSpread: 0,
  sharpening: 0,
  localContrast: 0,
  jpegQuality: [70, 80],
};
const SIZE = { columns: 100, airReading: 50_000, pitchCm: 1 };

/** A hundred rows from black on the left to air on the right. */
const RAMP = Uint16Array.from({ length: 10_000 }, (_, index) => ((index % 100) / 99) * 50_000);

function shown(display: Partial<DisplayExport>, readings = RAMP, seed = 1) {
  return showReadings(readings, SIZE, { ...PLAIN, ...display }, createRandom(seed));
}

describe('showReadings', () => {
  it('shows air white and nothing black, in proportion between', () => {
    const { plane } = shown({});
    expect([plane.widthPx, plane.heightPx, plane.bitDepth]).toEqual([100, 100, 8]);
    expect(plane.samples[0]).toBe(0);
    expect(plane.samples[99]).toBe(255);
    expect(plane.samples[33]).toBe(85);
  });

  it('stays the right way up: brighter readings are never shown darker', () => {
    for (const gamma of [0.5, 1, 2]) {
      const row = shown({ gamma }).plane.samples.subarray(0, 100);
      expect([...row]).toEqual([...row].sort((a, b) => a - b));
    }
  });

  it('raises to gamma, which lifts shadows below 1, and spreads it from scan to scan', () => {
    expect(shown({ gamma: 0.5 }).plane.samples[25]).toBeCloseTo(255 * Math.sqrt(25 / 99), -0.5);
    const greys = Array.from(
      { length: 30 },
      (_, seed) => shown({ gammaSpread: 0.2 }, RAMP, seed).plane.samples[40] ?? 0,
    );
    expect(new Set(greys).size).toBeGreaterThan(15);
    expect(Math.min(...greys)).toBeGreaterThan(255 * (40 / 99) ** 1.9);
    expect(Math.max(...greys)).toBeLessThan(255 * (40 / 99) ** 0.5);
  });

  it('takes black and white from the picture when it sets its window by percentiles', () => {
    const { samples } = shown({ window: { kind: 'percentiles', black: 0.1, white: 0.9 } }).plane;
    expect(samples[10]).toBe(0);
    expect(samples[11]).toBeGreaterThan(0);
    expect(samples[89]).toBeLessThan(255);
    expect(samples[90]).toBe(255);
  });

  it('shows a picture of one reading without a division by nothing', () => {
    const { samples } = shown(
      { window: { kind: 'percentiles', black: 0.1, white: 0.9 } },
      RAMP.map(() => 700),
    ).plane;
    expect(new Set(samples).size).toBe(1);
  });

  it('sharpens edges and leaves flat parts as they are', () => {
    const step = Uint16Array.from({ length: 10_000 }, (_, index) => (index % 100 < 50 ? 20_000 : 30_000));
    const row = shown({ sharpening: 0.6 }, step).plane.samples.subarray(5000, 5100);
    expect(row[10]).toBe(102);
    expect(row[90]).toBe(153);
    expect(row[49]).toBeLessThan(102);
    expect(row[50]).toBeGreaterThan(153);
    const wide = shown({ localContrast: 0.5 }, step).plane.samples.subarray(5000, 5100);
    expect(wide[10]).toBe(102);
    expect(wide[40]).toBeLessThan(102);
  });

  it('names a JPEG quality within its limits', () => {
    const qualities = Array.from({ length: 40 }, (_, seed) => shown({}, RAMP, seed).jpegQuality);
    expect(Math.min(...qualities)).toBeGreaterThanOrEqual(70);
    expect(Math.max(...qualities)).toBeLessThanOrEqual(80);
    expect(new Set(qualities).size).toBeGreaterThan(5);
  });
});
