import { describe, expect, it } from 'vitest';
import { evenly } from '../../../bench/realism/evenly.ts';
import { EVERYDAY_CARGO } from '../../../src/simulator/cargo/cargo-kinds.ts';

describe('evenly', () => {
  it('takes just so many, from the first on, and all where there are fewer', () => {
    for (let count = 0; count <= 12; count++) {
      expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], count)).toHaveLength(Math.min(10, count));
    }
    expect(evenly([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
  });

  it('shows goods beside empty containers, which come first, however few scans there are', () => {
    expect(new Set(evenly(EVERYDAY_CARGO, 6)).size).toBeGreaterThanOrEqual(5);
  });
});
