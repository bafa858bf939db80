import fc from 'fast-check';
import { type RankedScores, rankScores } from '../../src/evaluation/ranked-scores.ts';
import { valueFrom } from '../fixtures/value-from.ts';

export function ranked(threats: ArrayLike<number>, benigns: ArrayLike<number>): RankedScores {
  return valueFrom(rankScores({ threats, benigns }));
}

/** A few of 21 scores, so that ties are common within and between the kinds. */
export function tiedScores(minLength = 1): fc.Arbitrary<number[]> {
  return fc.array(
    fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
    { minLength, maxLength: 30 },
  );
}
