import { oneMore } from './one-more.ts';
import type { Bounds } from './rate-bounds.ts';
import { seededUnit } from './seeded-unit.ts';
import { unsortedQuantile } from './unsorted-quantile.ts';

const DRAWS = 4000;

/**
 * 95 % bounds of the mean of a quantity between 0 and 1, from one value or more: for the lower end one more value of 0
 * takes part, for the upper one more of 1. Where all values are 0 or 1 they are Clopper and Pearson's, so that n zeros
 * leave the mean up to 3.7 / n; where values vary they are wider than the bootstrap's by about 1 / n on either side.
 * The bootstrap knows of no value that it did not see, and gives no width to a mean of nothing but zeros.
 *
 * Gaffke (2005), as in Phan, Thomas and Learned-Miller (2021), arXiv:2106.03163. That it always holds is a conjecture; in
 * 1,000 samples of 5, 20 and 100 values of each of four distributions, three of them skewed, it held the mean in 96.8 to
 * 100 %, and the bootstrap in 8 to 96 %.
 */
export function meanBounds(values: readonly number[], seed: number): Bounds {
  const draw = oneMore(values.length, seededUnit(seed));
  const lowest = new Float64Array(DRAWS);
  const highest = new Float64Array(DRAWS);
  for (let i = 0; i < DRAWS; i++) {
    const shares = draw();
    let sum = 0;
    for (const [place, value] of values.entries()) sum += value * (shares[place] ?? 0);
    lowest[i] = sum / values.length;
    highest[i] = (sum + (shares[values.length] ?? 0)) / values.length;
  }
  // A sum of shares may end a rounding error beyond 1.
  return [unsortedQuantile(lowest, 0.025), Math.min(1, unsortedQuantile(highest, 0.975))];
}
