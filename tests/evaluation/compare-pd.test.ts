import { describe, expect, it } from 'vitest';
import { comparePdAt } from '../../src/evaluation/compare-pd.ts';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';
import { rankScores } from '../../src/evaluation/ranked-scores.ts';
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
      pValue: 1,
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

  it('is as open as the band of each while none of the benign scans may lie above a true threshold', () => {
    const all = Array.from({ length: 20 }, () => 9);
    const none = Array.from({ length: 20 }, () => -9);
    const boundsOf = (n: number) => {
      const benigns = Array.from({ length: n }, (_, place) => place / n);
      const [first, second] = [all, none].map((found) => valueFrom(rankScores({ threats: found, benigns })));
      if (first === undefined || second === undefined) throw new Error('there are two');
      const compared = comparePdAt(first, second, { pfaLimit: 0.05, seed: 1 });
      if (compared?.state !== 'estimated') throw new Error('there are scans enough');
      return compared;
    };
    // ln 0.025 / ln 0.95 is 71.9: below, all that is found may be owed to a threshold that is too low.
    expect(boundsOf(66).bounds[0]).toBeLessThan(0.1);
    expect(boundsOf(90).bounds[0]).toBeGreaterThan(0.5);
    expect(boundsOf(66)).toMatchObject({ difference: 1, bounds: [expect.any(Number), 1] });
  });

  it('claims no certainty from a few threats that both find', () => {
    const of = (...found: readonly number[]) =>
      valueFrom(rankScores({ threats: found, benigns: Array.from({ length: 400 }, (_, place) => place / 1000) }));
    const compared = comparePdAt(of(1, 2, 3, 4), of(4, 3, 2, 1), { pfaLimit: 0.05, seed: 1 });
    if (compared?.state !== 'estimated') throw new Error('there are scans enough');
    const tango = pairedDifference({ bothRight: 4, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0 })?.bounds[1];
    expect(compared.difference).toBe(0);
    for (const end of compared.bounds) expect(Math.abs(end)).toBeGreaterThan(tango ?? 1);
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
