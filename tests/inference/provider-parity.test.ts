import { describe, expect, it } from 'vitest';
import type { Tensors } from '../../src/domain/technology/tensor.ts';
import { largestDifference } from '../../src/inference/provider-parity.ts';

const tensors = (...values: number[]): Tensors => ({
  map: { type: 'float32', dims: [1, values.length], data: Float32Array.from(values) },
});

describe('the difference of two answers', () => {
  it('is the furthest of all values, in shares of the largest or of 1', () => {
    expect(largestDifference(tensors(0.5, 0.25), tensors(0.5, 0.75))).toBe(0.5);
    expect(largestDifference(tensors(8, 2), tensors(8, 4))).toBe(0.25);
    expect(largestDifference(tensors(1, 2), tensors(1, 2))).toBe(0);
  });

  it('is endless where only one is a number, or the forms differ', () => {
    expect(largestDifference(tensors(Number.NaN, 1), tensors(0.5, 1))).toBe(Number.POSITIVE_INFINITY);
    expect(largestDifference(tensors(Number.NaN), tensors(Number.NaN))).toBe(0);
    expect(largestDifference(tensors(1, 2), tensors(1))).toBe(Number.POSITIVE_INFINITY);
    expect(largestDifference({}, tensors(1))).toBe(Number.POSITIVE_INFINITY);
  });
});
