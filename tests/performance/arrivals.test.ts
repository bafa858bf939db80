import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrivals, laneArrivals, poissonArrivals, trainArrivals } from '../../src/performance/arrivals.ts';

function first(count: number, arrivals: Arrivals): readonly number[] {
  return Array.from({ length: count }, () => arrivals.next().value);
}

function gapsOf(due: readonly number[]): readonly number[] {
  return due.slice(1).map((ms, i) => ms - (due[i] ?? 0));
}

describe('Poisson arrivals', () => {
  const n = 20_000;
  const gaps = gapsOf(first(n + 1, poissonArrivals(50, 7)));

  it('have exponential gaps: mean, and share above one and two means', () => {
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / n;
    // Four standard errors of n draws.
    expect(Math.abs(mean - 20)).toBeLessThan((4 * 20) / Math.sqrt(n));
    for (const means of [1, 2]) {
      const expected = Math.exp(-means);
      const share = gaps.filter((gap) => gap > 20 * means).length / n;
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / n));
    }
  });

  it('bunch: of counts in equal times, the variance is the mean', () => {
    const counts = new Map<number, number>();
    let nowMs = 0;
    for (const gap of gaps) {
      nowMs += gap;
      const second = Math.floor(nowMs / 1000);
      counts.set(second, (counts.get(second) ?? 0) + 1);
    }
    const whole = [...counts.values()].slice(0, -1);
    const mean = whole.reduce((sum, count) => sum + count, 0) / whole.length;
    const variance = whole.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (whole.length - 1);
    // The index of dispersion of k counts has a standard error of √(2 / (k − 1)).
    expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt(2 / (whole.length - 1)));
  });

  it('come the same for the same seed, and at another rate the same but for the pace', () => {
    expect(first(9, poissonArrivals(50, 7))).toEqual(first(9, poissonArrivals(50, 7)));
    expect(first(9, poissonArrivals(50, 7))).not.toEqual(first(9, poissonArrivals(50, 8)));
    for (const [i, ms] of first(9, poissonArrivals(25, 7)).entries()) {
      expect(ms).toBeCloseTo(2 * (first(9, poissonArrivals(50, 7))[i] ?? 0), 9);
    }
  });
});

describe('lanes', () => {
  it('keep their takt but for the jitter, whatever the others do', () => {
    const due = first(61, laneArrivals({ lanes: 1, taktMs: 30_000, jitter: 0.2 }, 3));
    for (const gap of gapsOf(due)) {
      expect(gap).toBeGreaterThanOrEqual(24_000 - 1e-6);
      expect(gap).toBeLessThanOrEqual(36_000 + 1e-6);
    }
    expect(new Set(gapsOf(due)).size).toBe(60);
  });

  it('send lanes times as many as one, in the order of time, each lane beginning within its first takt time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.nat(),
        (lanes, jitter, seed) => {
          const due = first(40 * lanes, laneArrivals({ lanes, taktMs: 1000, jitter }, seed));
          expect(due).toEqual(due.toSorted((a, b) => a - b));
          expect(due[0]).toBeLessThan(1000);
          // After forty takt times, each lane is at most so far from forty containers as all its jitter allows.
          const last = due.at(-1) ?? 0;
          expect(last).toBeGreaterThan(39_000 * (1 - jitter) - 1000);
          expect(last).toBeLessThan(40_000 * (1 + jitter) + 1000);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('begin anywhere in their first takt time, for the seeds that people choose, too', () => {
    const begins = Array.from({ length: 200 }, (_, seed) => {
      return first(1, laneArrivals({ lanes: 1, taktMs: 1, jitter: 0 }, seed))[0] ?? 0;
    });
    // Kolmogorov's distance from uniform, at 1 %.
    const far = begins.toSorted((a, b) => a - b).map((at, i) => Math.abs(at - (i + 0.5) / 200));
    expect(Math.max(...far)).toBeLessThan(1.63 / Math.sqrt(200));
  });

  it('without jitter are clocks', () => {
    for (const gap of gapsOf(first(20, laneArrivals({ lanes: 1, taktMs: 500, jitter: 0 }, 1)))) {
      expect(gap).toBeCloseTo(500, 6);
    }
  });
});

describe('a train', () => {
  it('of 40 boxes at 0.73 s takes 28.47 s from the first to the last, and comes again after its pause', () => {
    const due = first(81, trainArrivals({ boxes: 40, boxMs: 730, pauseMs: 5000 }));
    expect([due[0], due[1], due[39]]).toEqual([0, 730, 28_470]);
    expect(due[40]).toBe(29_200 + 5000);
    expect(due[80]).toBe(2 * (29_200 + 5000));
  });
});
