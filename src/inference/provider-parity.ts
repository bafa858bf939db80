import type { Tensors } from '../domain/technology/tensor.ts';

/**
 * How far a score of a provider may be from that of the CPU, of scores from 0 to 1. Sums of float32 in another order differ
 * by 1e-6 over a whole network (measured on WebGPU: docs/gpu-hosts.md); ten times that is still below the step in which
 * scores are told, 1/65,535, so a decision changes only where a score lies on its threshold.
 */
export const PROVIDER_TOLERANCE = 1e-5;

/**
 * The furthest that any value of an answer is from the expected one, in shares of the largest expected value of its
 * tensor, or of 1 where that is smaller; Infinity where only one of the two is a number, or the answers have not one form.
 */
export function largestDifference(answer: Tensors, expected: Tensors): number {
  const differences = Object.entries(expected).map(([name, { dims, data }]) => {
    const other = answer[name];
    if (other === undefined || other.dims.join() !== dims.join()) return Number.POSITIVE_INFINITY;
    let furthest = 0;
    let scale = 1;
    for (const [index, value] of data.entries()) {
      const found = other.data[index] ?? Number.NaN;
      if (Object.is(value, found) && !Number.isFinite(value)) continue;
      if (!Number.isFinite(value) || !Number.isFinite(found)) return Number.POSITIVE_INFINITY;
      furthest = Math.max(furthest, Math.abs(value - found));
      scale = Math.max(scale, Math.abs(value));
    }
    return furthest / scale;
  });
  return Math.max(...differences, 0);
}
