import { describe, expect, it } from 'vitest';
import { comparePdAt } from '../../src/evaluation/compare-pd.ts';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';
import { type RankedScores, rankScores } from '../../src/evaluation/ranked-scores.ts';
import { createRandom } from '../../src/simulator/random.ts';
import { valueFrom } from '../fixtures/value-from.ts';

const random = createRandom(4, 'scores');
const threats = Array.from({ length: 100 }, () => 1.5 + random.normal());
const benigns = Array.from({ length: 200 }, () => random.normal());
const scores = (shift: number) => valueFrom(rankScores({ threats: threats.map((score) => score + shift), benigns }));

describe('comparePdAt', () => {
  it('finds no difference, with no width, between a technology and itself', () => {
    expect(comparePdAt(scores(0), scores(0), { pfaLimit: 0.05, seed: 1 })).toEqual({
      state: 'estimated',
      pfaLimit: 0.05,
      difference: 0,
      bounds: [0, 0],
      threats: 100,
      benigns: 200,
    });
  });

  it('says which of two finds more, and mirrors when they change places', () => {
    const better = comparePdAt(scores(1), scores(0), { pfaLimit: 0.05, seed: 1 });
    const worse = comparePdAt(scores(0), scores(1), { pfaLimit: 0.05, seed: 1 });
    if (better?.state !== 'estimated' || worse?.state !== 'estimated') throw new Error('there are scans enough');
    expect(better.difference).toBeGreaterThan(0.1);
    expect(better.bounds[0]).toBeGreaterThan(0);
    expect(worse.difference).toBe(-better.difference);
  });

  it('claims no certainty from a few threats that both find, or one finds and the other does not', () => {
    const twenty = Array.from({ length: 20 }, (_, place) => place / 100);
    const of = (...found: readonly number[]) => valueFrom(rankScores({ threats: found, benigns: twenty }));
    const boundsOf = (first: RankedScores, second: RankedScores) => {
      const compared = comparePdAt(first, second, { pfaLimit: 0.05, seed: 1 });
      if (compared?.state !== 'estimated') throw new Error('there are scans enough');
      return [compared.difference, ...compared.bounds];
    };
    const counts = { bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0 };
    const none = pairedDifference({ ...counts, bothRight: 4 })?.bounds ?? [];
    const all = pairedDifference({ ...counts, onlyFirstRight: 4 })?.bounds ?? [];
    expect(boundsOf(of(1, 2, 3, 4), of(4, 3, 2, 1))).toEqual([0, ...none]);
    expect(boundsOf(of(1, 2, 3, 4), of(-1, -2, -3, -4))).toEqual([1, ...all]);
    expect(boundsOf(of(-1, -2, -3, -4), of(1, 2, 3, 4))).toEqual([-1, ...all.map((end) => -end).toReversed()]);
    // Where every benign scan may alarm, both find all whatever the scans.
    expect(comparePdAt(of(1, 2), of(2, 1), { pfaLimit: 1, seed: 1 })).toMatchObject({ bounds: [0, 0] });
  });

  it('compares nothing at a limit that the benign scans cannot support', () => {
    expect(comparePdAt(scores(1), scores(0), { pfaLimit: 0.001, seed: 1 })).toEqual({
      state: 'too-few-benigns',
      pfaLimit: 0.001,
      benigns: 200,
      needed: 999,
    });
  });

  it('is null without a threat', () => {
    const none = valueFrom(rankScores({ threats: [], benigns }));
    expect(comparePdAt(none, none, { pfaLimit: 0.05, seed: 1 })).toBeNull();
  });
});
