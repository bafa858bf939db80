import { describe, expect, it } from 'vitest';
import { compareHalves } from '../../../bench/realism/compare-halves.ts';
import { poolStatistics, statisticsOf, wassersteinDistance } from '../../../bench/realism/picture-statistics.ts';
import { createRandom } from '../../../src/simulator/random.ts';

const plain = (grey: number) => ({ widthPx: 20, heightPx: 10, samples: new Uint8Array(200).fill(grey) });
const ramp = (step: number) => ({
  widthPx: 20,
  heightPx: 10,
  samples: Uint8Array.from({ length: 200 }, (_, index) => (index % 20) * step),
});

describe('statisticsOf', () => {
  it('counts grey levels as shares, and gradients a pixel', () => {
    const flat = statisticsOf(plain(7));
    expect(flat.greys[7]).toBeCloseTo(1);
    expect(flat.gradients[0]).toBeCloseTo(1);
    expect(statisticsOf(ramp(3)).gradients[3]).toBeCloseTo(1);
  });
});

describe('wassersteinDistance', () => {
  it('is by how much all pixels have moved, and nothing between equals', () => {
    const [dark, bright] = [statisticsOf(plain(10)), statisticsOf(plain(35))];
    expect(wassersteinDistance(dark.greys, bright.greys)).toBeCloseTo(25);
    expect(wassersteinDistance(dark.greys, dark.greys)).toBe(0);
    const both = poolStatistics([dark, bright]);
    expect(wassersteinDistance(both.greys, dark.greys)).toBeCloseTo(12.5);
  });
});

describe('compareHalves', () => {
  it('finds nothing between a set of equal pictures and itself, and the difference to another set', () => {
    const dark = Array.from({ length: 6 }, () => statisticsOf(ramp(2)));
    const bright = Array.from({ length: 9 }, () => statisticsOf(ramp(5)));
    expect(compareHalves(dark, dark, createRandom(1))).toEqual({ greys: 0, gradients: 0 });
    expect(compareHalves(dark, bright, createRandom(1)).gradients).toBeCloseTo(3);
  });

  it('draws different halves: a mixed set differs from itself by chance', () => {
    const mixed = [1, 2, 3, 4, 5, 6].map((step) => statisticsOf(ramp(step)));
    expect(compareHalves(mixed, mixed, createRandom(1)).gradients).toBeGreaterThan(0.3);
  });
});
