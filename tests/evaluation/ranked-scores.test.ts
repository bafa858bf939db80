import { describe, expect, it } from 'vitest';
import { rankScores } from '../../src/evaluation/ranked-scores.ts';
import { failureOf } from '../fixtures/value-from.ts';
import { ranked } from './score-sets.ts';

describe('rankScores', () => {
  it('gives each scan the place of its score among the distinct ones, in the order in which the scans came', () => {
    const scores = ranked([0.9, 0.2, 0.9], [0.5, 0.2, 0]);
    expect([...scores.values]).toEqual([0, 0.2, 0.5, 0.9]);
    expect([...scores.threatLevels]).toEqual([3, 1, 3]);
    expect([...scores.benignLevels]).toEqual([2, 1, 0]);
  });

  it('takes one kind of scan alone, or none', () => {
    expect([...ranked([], [0.3]).benignLevels]).toEqual([0]);
    expect(ranked([], []).values.length).toBe(0);
  });

  it('says which scan has no score', () => {
    expect(failureOf(rankScores({ threats: [0.1, Number.NaN], benigns: [] }))).toMatch(/^Number 2 of the threats/);
    expect(failureOf(rankScores({ threats: [0.1], benigns: [Number.NaN] }))).toMatch(/^Number 1 of the benign scans/);
  });
});
