import { describe, expect, it } from 'vitest';
import { mcnemarPValue } from '../../../src/evaluation/mcnemar.ts';
import { compareInspected } from '../../../src/evaluation/verification/compare-inspected.ts';
import { cellOf, HEPATIC } from './cells.ts';

describe('compareInspected', () => {
  it('marks the figures over inspected scans as biased, and gives the naive ones of the published example', () => {
    const { uncorrected, screened } = compareInspected(HEPATIC, { seed: 1 });
    expect(screened).toBe(650);
    expect(uncorrected.first.isBiased).toBe(true);
    expect(uncorrected.first.rates.threats?.alarm).toMatchObject({ count: 231, n: 258 });
    expect(uncorrected.first.rates.threats?.alarm.rate).toBeCloseTo(0.895, 3);
    expect(1 - (uncorrected.first.rates.benigns?.alarm.rate ?? 0)).toBeCloseTo(0.628, 3);
  });

  it('says how many scans with each decision were inspected', () => {
    const { first, second } = compareInspected(
      [
        cellOf('alarm', 'clear', 10, { alarm: [6, 2], other: [1, 1] }),
        cellOf('clear', 'clear', 90, { random: [9, 0] }),
      ],
      { seed: 1 },
    ).uncorrected;
    expect(first.inspectedShares.alarm).toMatchObject({ count: 7, n: 10 });
    expect(first.inspectedShares.clear).toMatchObject({ count: 9, n: 90 });
    expect(first.inspectedShares.undecided).toBeNull();
    expect(second.inspectedShares.clear).toMatchObject({ count: 16, n: 100 });
    expect(second.rates.threats?.alarm).toMatchObject({ count: 0, n: 3 });
  });

  it('keeps undecided scans in the denominators and counts them as no alarm in the paired test', () => {
    const { uncorrected, mcnemar } = compareInspected(
      [cellOf('alarm', 'undecided', 20, { random: [20, 8] }), cellOf('undecided', 'alarm', 9, { random: [9, 2] })],
      { seed: 1 },
    );
    expect(uncorrected.first.rates.threats?.alarm).toMatchObject({ count: 8, n: 10 });
    expect(uncorrected.first.rates.threats?.alarmOrUndecided).toMatchObject({ count: 10, n: 10 });
    const counts = { bothRight: 0, onlyFirstRight: 8, onlySecondRight: 2, bothWrong: 0 };
    expect(mcnemar.random.threats).toEqual({ counts, n: 10, pValue: mcnemarPValue(counts) });
    expect(mcnemar.random.benigns.counts).toMatchObject({ onlyFirstRight: 7, onlySecondRight: 12 });
  });

  it('tests over random inspections apart from those that the champion’s alarms chose', () => {
    const { mcnemar } = compareInspected(
      [
        cellOf('alarm', 'clear', 100, { alarm: [90, 30], random: [10, 3] }),
        cellOf('clear', 'alarm', 100, { random: [10, 3] }),
      ],
      { seed: 1 },
    );
    expect(mcnemar.random.threats).toMatchObject({ n: 6, pValue: 1 });
    expect(mcnemar.allInspected.threats).toMatchObject({ n: 36, counts: { onlyFirstRight: 33, onlySecondRight: 3 } });
    expect(mcnemar.allInspected.threats.pValue).toBeLessThan(0.001);
  });

  it('has no p-value over random inspections where the lot fell on what one of the two let pass alone', () => {
    // Equally good, and the first is the champion: all its alarms are opened, and by lot a tenth of what it let pass.
    const { mcnemar, corrected } = compareInspected(
      [
        cellOf('alarm', 'alarm', 200, { alarm: [200, 160] }),
        cellOf('alarm', 'clear', 450, { alarm: [450, 40] }),
        cellOf('clear', 'alarm', 450, { random: [45, 4] }),
        cellOf('clear', 'clear', 8900, { random: [890, 1] }),
      ],
      { seed: 1 },
    );
    const { threats, benigns } = mcnemar.random;
    expect(benigns).toMatchObject({ n: 930, counts: { onlyFirstRight: 41, onlySecondRight: 0 } });
    expect([threats.pValue, benigns.pValue]).toEqual([null, null]);
    expect(mcnemar.allInspected.threats.pValue).not.toBeNull();
    const [lower, upper] = corrected.state === 'estimated' ? corrected.pdDifference.bounds : [1, 1];
    expect(lower).toBeLessThan(0);
    expect(upper).toBeGreaterThan(0);
  });

  it('leaves the test its p-value where the lot fell a little more often on one of the two by chance', () => {
    const { mcnemar } = compareInspected(
      [cellOf('alarm', 'clear', 450, { random: [52, 4] }), cellOf('clear', 'alarm', 450, { random: [45, 4] })],
      { seed: 1 },
    );
    expect(mcnemar.random.threats.pValue).toBe(1);
  });

  it('gives agreement and Cohen’s kappa as in his formula, inspected or not', () => {
    const { agreement } = compareInspected(
      [
        cellOf('alarm', 'alarm', 20),
        cellOf('alarm', 'clear', 5),
        cellOf('clear', 'alarm', 10),
        cellOf('clear', 'clear', 15),
      ],
      { seed: 1 },
    );
    // 0.7 of 50 observed, 0.5 · 0.6 + 0.5 · 0.4 by chance.
    expect(agreement?.same).toMatchObject({ count: 35, n: 50 });
    expect(agreement?.kappa).toBeCloseTo(0.4, 12);
    expect(compareInspected([cellOf('clear', 'clear', 5)], { seed: 1 }).agreement?.kappa).toBeNull();
    expect(compareInspected([], { seed: 1 }).agreement).toBeNull();
  });

  it.each([
    ['more inspected than screened', [cellOf('clear', 'clear', 5, { random: [4, 0], other: [2, 0] })]],
    ['more threats than inspected', [cellOf('clear', 'clear', 5, { random: [2, 3] })]],
    ['half a scan', [cellOf('clear', 'clear', 5.5)]],
    ['a cell that is there twice', [cellOf('clear', 'clear', 5), cellOf('clear', 'clear', 6)]],
  ])('refuses %s', (_what, cells) => {
    expect(() => compareInspected(cells, { seed: 1 })).toThrow(RangeError);
  });
});
