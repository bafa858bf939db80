import { expect, it } from 'vitest';
import { eachResample } from '../../src/evaluation/resample.ts';
import { total } from '../../src/evaluation/tally.ts';

it('eachResample draws as many of each kind as there are, and none more often than chance', () => {
  const drawn = new Float64Array(7);
  let resamples = 0;
  eachResample({ threats: 7, benigns: 3, resamples: 7000, seed: 5 }, ({ threats, benigns }, resample) => {
    expect(resample).toBe(resamples++);
    expect(total(Float64Array.from(threats))).toBe(7);
    expect(total(Float64Array.from(benigns))).toBe(3);
    for (let i = 0; i < drawn.length; i++) drawn[i] = (drawn[i] ?? 0) + (threats[i] ?? 0);
  });
  expect(resamples).toBe(7000);
  // Chi-square with 6 degrees of freedom: above 22.5 in one seed of a thousand.
  expect(drawn.reduce((sum, count) => sum + (count - 7000) ** 2 / 7000, 0)).toBeLessThan(22.5);
});
