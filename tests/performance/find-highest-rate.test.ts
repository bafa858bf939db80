import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededUnit } from '../../src/evaluation/seeded-unit.ts';
import { poissonArrivals } from '../../src/performance/arrivals.ts';
import { queriesToPass, slowerAllowed } from '../../src/performance/early-stopping.ts';
import {
  foundRate,
  nextRate,
  type RateLimits,
  type TriedRate,
  trialsLeft,
} from '../../src/performance/find-highest-rate.ts';

function search(isKept: (perSecond: number) => boolean, limits: RateLimits) {
  const tried: TriedRate[] = [];
  for (let rate = nextRate(tried, limits); rate !== null; rate = nextRate(tried, limits)) {
    tried.push({ perSecond: rate, isKept: isKept(rate) });
  }
  return { tried, ...foundRate(tried, limits) };
}

describe('the search for the highest rate', () => {
  it('closes in on a planted rate from below, within its precision, in few trials', () => {
    const limits = fc.record({
      capacityPerSecond: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
      precision: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(limits, fc.double({ min: 1 / 31, max: 0.999, noNaN: true }), (bounds, share) => {
        const planted = share * bounds.capacityPerSecond;
        const { tried, highestKept, lowestBroken } = search((rate) => rate <= planted, bounds);
        expect(highestKept).toBeLessThanOrEqual(planted);
        expect(lowestBroken).toBeGreaterThanOrEqual(planted);
        expect(lowestBroken / (highestKept ?? 0)).toBeLessThanOrEqual((1 + bounds.precision) * (1 + 1e-12));
        // At most six halvings, then the bits of one doubling over the precision.
        expect(tried.length).toBeLessThanOrEqual(6 + Math.ceil(Math.log2(Math.LN2 / Math.log1p(bounds.precision))));
      }),
    );
  });

  it('knows how many trials are to come at most', () => {
    const limits = { capacityPerSecond: 100, precision: 0.05 };
    const { tried } = search((rate) => rate <= 37, limits);
    const kept = tried.findIndex(({ isKept }) => isKept);
    for (let count = kept; count <= tried.length; count++) {
      const left = trialsLeft(tried.slice(0, count), limits);
      expect([0, 1]).toContain(left - (tried.length - count));
    }
    expect(trialsLeft(tried, limits)).toBe(0);
  });

  it('gives up on a target that keeps its bound at no rate, and says down to which', () => {
    const { tried, highestKept, lowestBroken } = search(() => false, { capacityPerSecond: 64, precision: 0.05 });
    expect(tried.map(({ perSecond }) => perSecond)).toEqual([32, 16, 8, 4, 2, 1]);
    expect({ highestKept, lowestBroken }).toEqual({ highestKept: null, lowestBroken: 1 });
  });

  it('never goes above what the target gets through: a short burst of that proves nothing', () => {
    const { tried, highestKept } = search(() => true, { capacityPerSecond: 10, precision: 0.05 });
    expect(Math.max(...tried.map(({ perSecond }) => perSecond))).toBeLessThan(10);
    expect(highestKept).toBeGreaterThan(10 / 1.05 - 1e-9);
  });

  it('does not count a rate that was kept above one that was broken', () => {
    const tried = [
      { perSecond: 4, isKept: false },
      { perSecond: 3, isKept: true },
      { perSecond: 5, isKept: true },
    ];
    expect(foundRate(tried, { capacityPerSecond: 8, precision: 0.05 })).toEqual({ highestKept: 3, lowestBroken: 4 });
  });

  it('finds no rate above the true one where queries are independent, but for the chance that the rule allows', () => {
    // A query is slow with a chance that grows with the rate, whatever became of the others.
    const chanceAt = (rate: number) => 0.1 * (rate / 15) ** 4;
    const queries = queriesToPass(40, 0.9);
    const allowed = slowerAllowed(queries, 0.9);
    const found = Array.from({ length: 200 }, (_, seed) => {
      const unit = seededUnit(seed);
      const isSlow = (rate: number) => unit() < chanceAt(rate);
      const isKept = (rate: number) =>
        Array.from({ length: queries }, () => isSlow(rate)).filter(Boolean).length <= allowed;
      return search(isKept, { capacityPerSecond: 20, precision: 0.02 }).highestKept ?? 0;
    });
    // One in a hundred at the true rate; several trials lie about there, and each is a chance.
    expect(found.filter((rate) => rate > 15).length).toBeLessThanOrEqual(6);
    expect(Math.min(...found)).toBeGreaterThan(0.8 * 15);
  });

  it('finds of a queue whose latencies are known the true rate within an eighth, but not from below: waiting scans are not independent', () => {
    // One worker, exponential service of 1 / μ: P(latency > t) = exp(−(μ − λ) t). The 90th percentile keeps t up to λ = μ − ln 10 / t.
    const perSecond = 20;
    const boundMs = 500;
    const truth = perSecond - (1000 * Math.log(10)) / boundMs;
    const queries = queriesToPass(400, 0.9);
    const shares = Array.from({ length: 200 }, (_, seed) => {
      const kept = (rate: number) =>
        slowerInQueue(rate, perSecond, queries, boundMs, seed) <= slowerAllowed(queries, 0.9);
      return (search(kept, { capacityPerSecond: perSecond, precision: 0.02 }).highestKept ?? 0) / truth;
    });
    expect(Math.min(...shares)).toBeGreaterThan(0.875);
    expect(Math.max(...shares)).toBeLessThan(1.125);
    const above = shares.filter((share) => share > 1).length;
    expect(above).toBeGreaterThan(60);
    expect(above).toBeLessThan(140);
  });
});

/** How many of the queries of a simulated queue take longer than the bound. */
function slowerInQueue(rate: number, perSecond: number, queries: number, boundMs: number, seed: number): number {
  const arrivals = poissonArrivals(rate, seed);
  const unit = seededUnit(seed + 1000);
  let freeAtMs = 0;
  let slower = 0;
  for (let query = 0; query < queries; query++) {
    const dueMs = arrivals.next().value;
    freeAtMs = Math.max(freeAtMs, dueMs) - (1000 * Math.log(unit())) / perSecond;
    if (freeAtMs - dueMs > boundMs) slower++;
  }
  return slower;
}
