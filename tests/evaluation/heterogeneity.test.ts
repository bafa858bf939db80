import { describe, expect, it } from 'vitest';
import { rateHeterogeneity, valueHeterogeneity } from '../../src/evaluation/heterogeneity.ts';
import { createRandom } from '../../src/simulator/random.ts';

const draw = (seed: number, rates: readonly number[], n = 200) => {
  const random = createRandom(seed, 'ports');
  return rates.map((rate) => ({ count: Array.from({ length: n }).filter(() => random.chance(rate)).length, n }));
};

describe('rateHeterogeneity', () => {
  it('is Pearson’s χ² of homogeneity, as scipy.stats.chi2_contingency has it', () => {
    const found = rateHeterogeneity([
      { count: 3, n: 100 },
      { count: 9, n: 200 },
      { count: 20, n: 150 },
    ]);
    expect(found?.q).toBeCloseTo(13.414884868421057, 10);
    expect(found?.pValue).toBeCloseTo(0.0012217849274037964, 12);
    expect(found?.iSquared).toBeCloseTo((13.414884868421057 - 2) / 13.414884868421057, 10);
    expect(found?.smallestExpected).toBeCloseTo((100 * 32) / 450, 10);
  });

  it('takes a port without any event, and is null where there is nothing to tell apart', () => {
    expect(
      rateHeterogeneity([
        { count: 0, n: 50 },
        { count: 9, n: 50 },
      ])?.pValue,
    ).toBeLessThan(0.01);
    expect(
      rateHeterogeneity([
        { count: 0, n: 50 },
        { count: 0, n: 50 },
      ]),
    ).toBeNull();
    expect(
      rateHeterogeneity([
        { count: 3, n: 50 },
        { count: 0, n: 0 },
      ]),
    ).toBeNull();
  });

  it('calls ports of one rate different in 3 to 7 % of 1,000 draws, and bounds I² at 0 in nearly all', () => {
    let different = 0;
    let fromZero = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const found = rateHeterogeneity(draw(seed, [0.3, 0.3, 0.3, 0.3]));
      if ((found?.pValue ?? 1) < 0.05) different++;
      if (found?.iSquaredBounds[0] === 0) fromZero++;
    }
    expect(different).toBeGreaterThanOrEqual(30);
    expect(different).toBeLessThanOrEqual(70);
    expect(fromZero).toBeGreaterThan(950);
  });

  it('finds the port that is another', () => {
    const found = rateHeterogeneity(draw(1, [0.3, 0.3, 0.5]));
    expect(found?.pValue).toBeLessThan(0.01);
    expect(found?.iSquaredBounds[0]).toBeGreaterThan(0);
    expect(found?.iSquaredBounds[1]).toBeGreaterThan(found?.iSquared ?? 1);
  });
});

describe('valueHeterogeneity', () => {
  it('weighs each by its precision', () => {
    // Weights 100 and 25, mean 0.84: 100 · 0.04² · … by hand.
    const found = valueHeterogeneity([
      { value: 0.9, standardError: 0.1 },
      { value: 0.6, standardError: 0.2 },
    ]);
    expect(found?.q).toBeCloseTo(100 * 0.06 ** 2 + 25 * 0.24 ** 2, 12);
    expect(found?.smallestExpected).toBeNull();
  });

  it('leaves out a port that has no standard error', () => {
    expect(
      valueHeterogeneity([
        { value: 1, standardError: 0 },
        { value: 0.6, standardError: 0.2 },
      ]),
    ).toBeNull();
  });
});
