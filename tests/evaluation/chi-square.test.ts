import { describe, expect, it } from 'vitest';
import { chiSquareTail, noncentralChiSquareTail } from '../../src/evaluation/chi-square.ts';

/** By `scipy.stats.chi2.sf` and `ncx2.sf` of SciPy 1.17. */
describe('tails of the χ² distribution', () => {
  it.each([
    [3.84, 1, 0.05004352124870519],
    [0.5, 1, 0.47950012218695337],
    [5.99, 2, 0.05003662708658629],
    [7, 3, 0.07189777249646509],
    [20, 5, 0.0012497305630313773],
    [60, 9, 1.3406780483959625e-9],
    [900, 2, 3.6938830684871615e-196],
  ])('beyond %f of %i degrees', (x, degrees, tail) => {
    expect(chiSquareTail(x, degrees) / tail).toBeCloseTo(1, 10);
  });

  it.each([
    [3.84, 1, 2, 0.2931173881970058],
    [10, 3, 7.5, 0.46907415282251064],
    [50, 4, 30, 0.08810206108961842],
    [2000, 2, 1900, 0.1311343908016733],
  ])('beyond %f of %i degrees with a noncentrality of %f', (x, degrees, noncentrality, tail) => {
    expect(noncentralChiSquareTail(x, degrees, noncentrality)).toBeCloseTo(tail, 10);
  });

  it('holds everything beyond 0', () => {
    expect(chiSquareTail(0, 3)).toBe(1);
  });
});
