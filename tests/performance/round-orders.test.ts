import { describe, expect, it } from 'vitest';
import { roundOrders } from '../../src/performance/round-orders.ts';

function take(technologies: number, seed: number, rounds: number): readonly (readonly number[])[] {
  const orders = roundOrders(technologies, seed);
  return Array.from({ length: rounds }, () => orders.next().value);
}

describe('roundOrders', () => {
  it('gives each technology one turn a round, in the same orders for the same seed', () => {
    for (const order of take(4, 7, 50)) expect(order.toSorted()).toEqual([0, 1, 2, 3]);
    expect(take(4, 7, 50)).toEqual(take(4, 7, 50));
    expect(take(4, 7, 50)).not.toEqual(take(4, 8, 50));
  });

  it('lets each go first in half of the rounds, whatever the round and whatever the one before', () => {
    const seeds = Array.from({ length: 1000 }, (_, seed) => take(2, seed + 1, 12).map((order) => order[0] === 0));
    for (let round = 0; round < 12; round++) {
      const first = seeds.filter((orders) => orders[round]).length;
      // Four standard deviations.
      expect(Math.abs(first - 500), `round ${round}`).toBeLessThan(64);
      const again = seeds.filter((orders) => round > 0 && orders[round] === orders[round - 1]).length;
      if (round > 0) expect(Math.abs(again - 500), `round ${round}`).toBeLessThan(64);
    }
  });
});
