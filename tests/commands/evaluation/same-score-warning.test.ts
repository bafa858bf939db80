import { expect, it } from 'vitest';
import { sameScoreWarning } from '../../../src/commands/evaluation/same-score-warning.ts';

const scored = (...scores: readonly (number | null)[]) => scores.map((score) => ({ score }));

it('warns of a technology that gave all scans one score, those that it scored', () => {
  expect(sameScoreWarning('mine', scored(1, 1, null, 1))).toEqual([
    expect.stringMatching(/^mine gave all 3 scans the score 1, so it tells none from another/),
  ]);
});

it('keeps quiet where two scans differ, and of a lone one', () => {
  expect(sameScoreWarning('mine', scored(1, 0.5, 1))).toEqual([]);
  expect(sameScoreWarning('mine', scored(0.5, null))).toEqual([]);
  expect(sameScoreWarning('mine', [])).toEqual([]);
});
