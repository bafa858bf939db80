import { describe, expect, it } from 'vitest';
import { seeBag } from '../../../bench/dark-share/see-bag.ts';
import { SCANNER_PRESETS } from '../../../src/simulator/scanner-presets.ts';

const SCANNER = SCANNER_PRESETS['gate-6-4'];
const readings = (...values: number[]) => Uint16Array.from(values);

describe('seeBag', () => {
  it('measures contrast in the noise of one pixel: 90 quanta and 3 readings of electronics at a thousandth', () => {
    // 60 readings are 90 quanta; one quantum is 2/3 of a reading, so quanta alone scatter by √90 · 2/3 readings.
    const noise = Math.sqrt(90 * (2 / 3) ** 2 + 3 ** 2);
    const { contrastToNoise, litShare } = seeBag([1], readings(9, 60), readings(9, 50), SCANNER);
    expect(contrastToNoise).toBeCloseTo(10 / noise, 3);
    expect(litShare).toBe(0);
  });

  it('looks at the bag alone and adds its pixels up in quadrature', () => {
    const one = seeBag([2], readings(5000, 1, 5000), readings(1, 1, 4800), SCANNER);
    const four = seeBag([0, 1, 2, 3], readings(5000, 5000, 5000, 5000), readings(4800, 4800, 4800, 4800), SCANNER);
    expect(four.contrastToNoise).toBeCloseTo(one.contrastToNoise, 9);
    expect(four.detectability).toBeCloseTo(2 * one.detectability, 9);
  });

  it('counts the pixels that still read above the penetration limit with the bag before them', () => {
    const { litShare } = seeBag([0, 1, 2, 3], readings(400, 400, 400, 160), readings(300, 200, 150, 100), SCANNER);
    expect(litShare).toBe(0.75);
  });
});
