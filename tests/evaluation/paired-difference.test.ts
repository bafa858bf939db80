import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../src/evaluation/paired-difference.ts';

/** By SciPy 1.17: Tango's statistic with its constrained likelihood maximised numerically, solved by `brentq`. */
const ORACLE = [
  { n: 44, more: 12, less: 2, bounds: [0.06916621810344396, 0.38600376991885965] },
  { n: 50, more: 0, less: 1, bounds: [-0.10495443815859912, 0.05277455081118052] },
  { n: 400, more: 31, less: 17, bounds: [0.0010910955154824014, 0.07053514490803299] },
  { n: 1000, more: 4, less: 0, bounds: [0.00015793425042733087, 0.010239556277398565] },
] as const;

const pairs = (n: number, more: number, less: number) => ({
  bothRight: n - more - less,
  onlyFirstRight: more,
  onlySecondRight: less,
  bothWrong: 0,
});

describe('pairedDifference', () => {
  it.each(ORACLE)('has the bounds of an independent solver: $more and $less of $n', ({ n, more, less, bounds }) => {
    const found = pairedDifference(pairs(n, more, less));
    expect(found?.difference).toBe((more - less) / n);
    expect(found?.bounds[0]).toBeCloseTo(bounds[0], 7);
    expect(found?.bounds[1]).toBeCloseTo(bounds[1], 7);
  });

  it('claims no certainty without a discordant pair, and mirrors when the two change places', () => {
    const none = pairedDifference(pairs(100, 0, 0));
    expect(none?.difference).toBe(0);
    expect(none?.bounds[1]).toBeCloseTo(3.8415 / 103.8415, 5);
    expect(none?.bounds[0]).toBe(-(none?.bounds[1] ?? 0));
    const [one, other] = [pairedDifference(pairs(60, 9, 3)), pairedDifference(pairs(60, 3, 9))];
    expect(one?.bounds).toEqual(other?.bounds.map((end) => -end).toReversed());
  });

  it('stays within −1 and 1 where every pair is discordant', () => {
    const all = pairedDifference(pairs(5, 5, 0));
    expect(all?.difference).toBe(1);
    expect(all?.bounds[1]).toBe(1);
    expect(all?.bounds[0]).toBeGreaterThan(0);
    expect(all?.bounds[0]).toBeLessThan(1);
  });

  it('is null without a scan', () => {
    expect(pairedDifference(pairs(0, 0, 0))).toBeNull();
  });
});
