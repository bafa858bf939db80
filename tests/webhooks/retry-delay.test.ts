import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelayMs } from '../../src/webhooks/retry-delay.ts';

it('waits 5 s, 20 s, 80 s … and never longer than six hours', () => {
  expect([1, 2, 3, 4, 7, 8, 50].map((attempts) => retryDelayMs(attempts, 0.5) / 1000)).toEqual([
    5, 20, 80, 320, 20_480, 21_600, 21_600,
  ]);
});

it('spreads each wait over ± 20 %', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
      const share = retryDelayMs(attempts, random) / retryDelayMs(attempts, 0.5);
      expect(share).toBeGreaterThanOrEqual(0.79);
      expect(share).toBeLessThanOrEqual(1.21);
    }),
  );
});
