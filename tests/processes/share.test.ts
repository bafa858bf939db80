import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf } from '../../src/processes/share.ts';

it('shares out everything, nobody getting more than one above another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 64 }), (total, processes) => {
      const shares = Array.from({ length: processes }, (_, slot) => shareOf(total, processes, slot));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    }),
  );
});
