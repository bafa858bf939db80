import { describe, expect, it } from 'vitest';
import { type MemorySample, memoryTrend } from '../../../bench/soak/memory-trend.ts';
import { seededUnit } from '../../../src/evaluation/seeded-unit.ts';

/** Memory that wanders by 20 MiB around 400, and grows by so many MiB for each thousand scans. */
function wandering(growth: number, seed: number): readonly MemorySample[] {
  const unit = seededUnit(seed);
  return Array.from({ length: 150 }, (_, index) => {
    const scans = 5000 + index * 100;
    return { scans, residentMiB: 400 + (growth * scans) / 1000 + 20 * (unit() - 0.5) };
  });
}

describe('the trend of memory', () => {
  it('finds a slope that was planted, within its bounds', () => {
    const { slope, bounds, isFlat } = memoryTrend(wandering(5, 1));
    expect(bounds[0]).toBeLessThan(5);
    expect(bounds[1]).toBeGreaterThan(5);
    expect(slope).toBeCloseTo(5, 0);
    expect(isFlat).toBe(false);
  });

  it('takes memory that only wanders for growth in about one of forty soaks', () => {
    const grows = Array.from({ length: 400 }, (_, seed) => memoryTrend(wandering(0, seed + 1))).filter(
      ({ isFlat }) => !isFlat,
    );
    expect(grows.length / 400).toBeLessThan(0.06);
  });

  it('is the line itself where there is nothing but a line', () => {
    const samples = Array.from({ length: 20 }, (_, index) => ({ scans: index * 1000, residentMiB: 300 + 2 * index }));
    const { slope, bounds, meanMiB, leastMiB, mostMiB } = memoryTrend(samples);
    expect(slope).toBeCloseTo(2, 9);
    expect(bounds[1] - bounds[0]).toBeCloseTo(0, 9);
    expect([meanMiB, leastMiB, mostMiB]).toEqual([319, 300, 338]);
  });

  it('is not told from a handful of samples', () => {
    expect(() => memoryTrend([{ scans: 1, residentMiB: 300 }])).toThrow('at least 20 samples');
  });
});
