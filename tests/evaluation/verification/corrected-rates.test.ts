import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CorrectedComparison } from '../../../src/domain/comparison/inspected-comparison.ts';
import { exactBounds } from '../../../src/evaluation/rate-bounds.ts';
import { correctedRates } from '../../../src/evaluation/verification/corrected-rates.ts';
import type { JointCell } from '../../../src/evaluation/verification/joint-cell.ts';
import { cellOf, HEPATIC } from './cells.ts';

type Estimated = Extract<CorrectedComparison, { state: 'estimated' }>;

function estimate(cells: readonly JointCell[], draws?: number): Estimated {
  const corrected = correctedRates(cells, { seed: 1, ...(draws !== undefined && { draws }) });
  if (corrected.state !== 'estimated') throw new Error(corrected.state);
  return corrected;
}

describe('correctedRates', () => {
  it('gives the published figures of Begg and Greenes’ example', () => {
    const { first, second, pdDifference, prevalence, standing } = estimate(HEPATIC);
    expect(first.pd.value).toBeCloseTo(0.836, 3);
    expect(1 - (first.pfa.value ?? 0)).toBeCloseTo(0.738, 3);
    expect(second.pd.value).toBe(first.pd.value);
    expect(pdDifference.value).toBe(0);
    expect(prevalence.value).toBeCloseTo((429 * 231) / 263 / 650 + (221 * 27) / 81 / 650, 12);
    expect(standing).toEqual({ scans: 344, threats: 258 });
  });

  it('has Clopper and Pearson’s bounds where every scan was inspected', () => {
    // So many draws bring the bounds of Pd to some thousandths of theirs.
    const { first, second, prevalence } = estimate(
      [
        cellOf('alarm', 'alarm', 60, { random: [60, 12] }),
        cellOf('alarm', 'clear', 40, { alarm: [40, 5] }),
        cellOf('clear', 'alarm', 30, { random: [30, 1] }),
        cellOf('clear', 'undecided', 870, { random: [870, 2] }),
      ],
      40_000,
    );
    const expectNear = (bounds: readonly number[], count: number, n: number, tolerance: number) => {
      for (const [i, end] of exactBounds(count, n).entries()) {
        expect(Math.abs((bounds[i] ?? Number.NaN) - end)).toBeLessThan(tolerance);
      }
    };
    expectNear(first.pd.bounds, 17, 20, 0.01);
    expectNear(second.pd.bounds, 13, 20, 0.01);
    expectNear(second.pdOrUndecided.bounds, 15, 20, 0.01);
    expectNear(first.pfa.bounds, 83, 980, 0.002);
    expectNear(prevalence.bounds, 20, 1000, 0.001);
  });

  it('draws the bounds that it always drew: what was published once is found again', () => {
    const { first, second, pdDifference, prevalence } = estimate(
      [
        cellOf('alarm', 'alarm', 700, { random: [14, 9], alarm: [210, 150] }),
        cellOf('alarm', 'clear', 420, { random: [8, 2], alarm: [120, 30] }),
        cellOf('clear', 'alarm', 1300, { random: [26, 3] }),
        cellOf('clear', 'clear', 17_000, { random: [340, 2] }),
        cellOf('undecided', 'clear', 380, { random: [8, 0] }),
      ],
      1000,
    );
    const expectSame = (bounds: readonly number[], before: readonly [number, number]) => {
      for (const i of [0, 1] as const) expect(bounds[i]).toBeCloseTo(before[i], 11);
    };
    expectSame(first.pd.bounds, [0.5144656955071458, 0.8796076928113461]);
    expectSame(second.pfa.bounds, [0.058408993839174854, 0.07919210445756407]);
    expectSame(pdDifference.bounds, [-0.2657432618787841, 0.11550930912679488]);
    expectSame(prevalence.bounds, [0.033600922696713637, 0.059031801022058794]);
  });

  it('lets only random inspections stand for scans that the champion did not alarm on', () => {
    const clears = (inspected: Parameters<typeof cellOf>[3]) => [
      cellOf('alarm', 'alarm', 100, { alarm: [100, 50] }),
      cellOf('clear', 'alarm', 900, inspected),
    ];
    expect(correctedRates(clears({ alarm: [400, 10], other: [300, 200] }), { seed: 1 })).toEqual({
      state: 'no-random-inspections',
    });
    const checked = estimate(clears({ random: [90, 5], other: [300, 200] }));
    expect(checked.first.pd.value).toBeCloseTo(50 / (50 + 50), 12);
    expect(checked.standing).toEqual({ scans: 190, threats: 55 });
  });

  it('takes a challenger’s alarm for no reason to be opened: a third technology’s counts', () => {
    const cells = [
      cellOf('alarm', 'clear', 100, { alarm: [80, 40], random: [10, 1] }, 'clear'),
      cellOf('alarm', 'clear', 50, { alarm: [25, 20] }, 'alarm'),
      cellOf('clear', 'clear', 850, { random: [85, 0] }, 'clear'),
    ];
    // A tenth of 100 and four fifths of 50; the alarms opened among the champion's clears are set aside.
    expect(estimate(cells).prevalence.value).toBeCloseTo((10 + 40) / 1000, 12);
  });

  it('never claims that nothing hides where no threat was found', () => {
    const { first } = estimate([
      cellOf('alarm', 'alarm', 100, { alarm: [100, 50] }),
      cellOf('clear', 'clear', 9900, { random: [99, 0] }),
    ]);
    expect(first.pd.value).toBe(1);
    expect(first.pd.bounds[1]).toBe(1);
    // Three in a hundred of 9,900 scans may hold a threat that 99 checks did not meet.
    expect(first.pd.bounds[0]).toBeLessThan(0.15);
    expect(first.pd.bounds[0]).toBeGreaterThan(0.05);
  });

  it('takes a cell that nobody looked into for anything, and names it', () => {
    const known = [
      cellOf('alarm', 'alarm', 100, { alarm: [100, 90] }),
      cellOf('clear', 'clear', 900, { random: [900, 10] }),
    ];
    const withHole = [...known, cellOf('clear', 'undecided', 40)];
    const { first, uninspected } = estimate(withHole);
    expect(uninspected).toEqual([{ first: 'clear', second: 'undecided', champion: 'clear', screened: 40 }]);
    expect(first.pd.bounds[0]).toBeLessThan(90 / (100 + 40));
    expect(first.pd.bounds[1]).toBeGreaterThan(0.9);
    expect(first.pd.value).toBeCloseTo(90 / (90 + 10 + (40 * 10) / 900), 12);
  });

  it('has no value where most of the scans are in cells that nobody looked into', () => {
    const { first } = estimate([
      cellOf('alarm', 'alarm', 100, { alarm: [100, 90] }),
      cellOf('clear', 'alarm', 10, { random: [5, 1] }),
      cellOf('clear', 'clear', 900),
    ]);
    expect(first.pd.value).toBeNull();
    expect(first.pd.bounds[0]).toBeLessThan(0.2);
    expect(first.pd.bounds[1]).toBeGreaterThan(0.9);
  });

  it('says that Pd can be anything where there is no threat at all, and what Pfa is', () => {
    const { first } = estimate([
      cellOf('alarm', 'alarm', 10, { alarm: [10, 0] }),
      cellOf('clear', 'clear', 990, { random: [99, 0] }),
    ]);
    expect(first.pd).toEqual({ value: null, bounds: [0, expect.closeTo(1, 2)] });
    expect(first.pfa.value).toBeCloseTo(0.01, 12);
  });

  it('has no corrected figure of no scan', () => {
    expect(correctedRates([], { seed: 1 })).toEqual({ state: 'no-random-inspections' });
  });

  it('swaps with the technologies, and holds every value within its bounds', () => {
    const inspected = (screened: number) =>
      fc.integer({ min: 1, max: screened }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n })));
    const counts = fc
      .integer({ min: 1, max: 300 })
      .chain((screened) => fc.tuple(fc.constant(screened), inspected(screened)));
    fc.assert(
      fc.property(counts, counts, counts, counts, (both, only, other, none) => {
        const cells = [
          cellOf('alarm', 'alarm', both[0], { alarm: both[1] }),
          cellOf('alarm', 'clear', only[0], { alarm: only[1] }),
          cellOf('clear', 'alarm', other[0], { random: other[1] }),
          cellOf('clear', 'undecided', none[0], { random: none[1] }),
        ];
        const found = estimate(cells, 1000);
        const swapped = estimate(
          cells.map((cell) => ({ ...cell, first: cell.second, second: cell.first })),
          1000,
        );
        for (const { value, bounds } of [found.first.pd, found.second.pfa, found.pdDifference, found.prevalence]) {
          expect(bounds[0]).toBeLessThanOrEqual(bounds[1]);
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual(bounds[0]);
          expect(value).toBeLessThanOrEqual(bounds[1]);
        }
        expect(swapped.first.pd.value).toBe(found.second.pd.value);
        expect(swapped.pdDifference.value === null).toBe(found.pdDifference.value === null);
        expect(swapped.pdDifference.value ?? 0).toBeCloseTo(-(found.pdDifference.value ?? 0), 12);
      }),
      { numRuns: 50 },
    );
  });
});
