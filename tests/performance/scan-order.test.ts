import { expect, it } from 'vitest';
import { scanOrder } from '../../src/performance/scan-order.ts';

const take = (count: number, order: Generator<number>) => Array.from({ length: count }, () => order.next().value);

it('gives every scan once in each pass, in another order, and the same from the same seed', () => {
  const two = take(40, scanOrder(20, 7));
  const passes = [two.slice(0, 20), two.slice(20)];
  const sorted = passes.map((pass) => pass.toSorted((a, b) => a - b));
  expect(sorted).toEqual([[...Array(20).keys()], [...Array(20).keys()]]);
  expect(passes[0]).not.toEqual(passes[1]);
  expect(take(40, scanOrder(20, 7))).toEqual(two);
  expect(take(40, scanOrder(20, 8))).not.toEqual(two);
});
