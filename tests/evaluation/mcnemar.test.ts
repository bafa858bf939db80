import { describe, expect, it } from 'vitest';
import { mcnemarPValue, pairedCounts } from '../../src/evaluation/mcnemar.ts';
import oracles from '../fixtures/oracles/scores.json' with { type: 'json' };

describe('mcnemarPValue', () => {
  it.each(oracles.mcnemar)('agrees with SciPy’s binomial test on $onlyFirst against $onlySecond', (row) => {
    const counts = { bothRight: 7, onlyFirstRight: row.onlyFirst, onlySecondRight: row.onlySecond, bothWrong: 2 };
    expect(Math.abs(mcnemarPValue(counts) / row.pValue - 1)).toBeLessThan(1e-10);
  });

  it('is 1 where the two never differ', () => {
    expect(mcnemarPValue({ bothRight: 9, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0 })).toBe(1);
  });
});

it('pairedCounts tells the four cases apart', () => {
  const pairs = [
    [true, true],
    [true, false],
    [true, false],
    [false, true],
    [false, false],
    [false, false],
    [false, false],
  ] as const;
  expect(pairedCounts(pairs)).toEqual({ bothRight: 1, onlyFirstRight: 2, onlySecondRight: 1, bothWrong: 3 });
});
