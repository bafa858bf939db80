import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBuckets } from '../../../src/api/access/rate-limits.ts';

it('grants a minute’s worth at once, and then one whenever one is due', () => {
  let now = 1000;
  const limits = createBuckets(() => now);
  const take = () => limits.take('a', 6);
  expect(Array.from({ length: 6 }, take)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(take()).toBeCloseTo(10);
  now += 4000;
  expect(take()).toBeCloseTo(6);
  expect(limits.take('b', 6)).toBe(0);
  now += 6000;
  expect(take()).toBe(0);
  expect(take()).toBeCloseTo(10);
});

it('never grants more than two minutes’ worth in a minute, whenever the requests come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 200 }),
      (perMinute, pauses) => {
        let now = 0;
        const limits = createBuckets(() => now);
        const granted: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (limits.take('a', perMinute) === 0) granted.push(now);
        }
        for (const start of granted) {
          const within = granted.filter((at) => at >= start && at < start + 60_000).length;
          expect(within).toBeLessThanOrEqual(2 * perMinute);
        }
      },
    ),
  );
});
