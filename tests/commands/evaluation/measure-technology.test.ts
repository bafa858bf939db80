import { describe, expect, it } from 'vitest';
import { judgedBy } from '../../../src/commands/evaluation/judged-scan.ts';
import { measureTechnology } from '../../../src/commands/evaluation/measure-technology.ts';
import type { ScoredScan } from '../../../src/commands/evaluation/scored-scan.ts';
import { scoredScan, screenedTechnology } from '../../fixtures/scored-scan.ts';

function measure(scans: readonly ScoredScan[]) {
  const technology = screenedTechnology('some-model');
  return measureTechnology({ technology, scans: judgedBy(0, scans), pixels: new Map(), seed: 1 });
}

const MIXED = [
  scoredScan('threat', [0.9], { massKg: 2 }),
  scoredScan('threat', [0.4], { massKg: 12 }),
  scoredScan('threat', [0.7], { massKg: 10, cargo: 'empty', place: 'roof' }),
  scoredScan('threat', [0.1], { massKg: 110, belowPenetration: true }),
  scoredScan('benign', [0.6]),
  scoredScan('benign', [0.2], { cargo: 'empty' }),
  scoredScan('benign', [0.3], { cargo: 'empty' }),
];

describe('measureTechnology', () => {
  it('counts hits over all threats, and over those that weigh enough and can be seen', () => {
    const [all] = measure(MIXED).measures;
    const hits = all?.populations.map(({ name, rates }) => [name, rates.threats?.alarm.count, rates.threats?.alarm.n]);
    expect(hits).toEqual([
      ['all threats', 2, 4],
      ['threats not below penetration', 2, 3],
      ['threats of 10 kg and more', 1, 3],
      ['threats of 10 kg and more, not below penetration', 1, 2],
    ]);
    expect(all?.populations.every(({ rates }) => rates.benigns?.alarm.n === 3)).toBe(true);
  });

  it('ranks threats against benign scans', () => {
    const [all] = measure(MIXED).measures;
    // Pairs won: 0.9 and 0.7 win 3 each, 0.4 wins 2, 0.1 none.
    expect(all?.populations[0]?.auroc).toMatchObject({ value: 8 / 12, threats: 4, benigns: 3 });
    expect(all?.populations[1]?.auroc?.value).toBeCloseTo(8 / 9);
    expect(all?.operatingCurve.at(-1)).toMatchObject({ pfaLimit: 0.2, pd: { count: 2, n: 4 } });
  });

  it('breaks down by how far threats change the picture, where that is known', () => {
    const seen = (score: number, contrast: number | null) => scoredScan('threat', [score], { contrast });
    const { strata } = measure([
      seen(0.9, 0.3),
      seen(0.1, 0.001),
      seen(0.2, 0.004),
      seen(0.8, null),
      ...MIXED.slice(4),
    ]);
    expect(strata.contrast?.map(({ name, pd }) => [name, pd?.count, pd?.n])).toEqual([
      ['under 0.5 %', 0, 2],
      ['10 % and more', 1, 1],
    ]);
  });

  it('breaks down by what scans and threats are, lightest first', () => {
    const { strata } = measure(MIXED);
    expect(strata.mass.map(({ name, pd }) => [name, pd?.count, pd?.n])).toEqual([
      ['under 3 kg', 1, 1],
      ['10–30 kg', 1, 2],
      ['100 kg and more', 0, 1],
    ]);
    expect(strata.contrast).toEqual([]);
    expect(strata.mass[2]).toMatchObject({ pdVisible: null, pfa: null, auroc: { threats: 1, benigns: 3 } });
    expect(strata.cargo).toMatchObject([
      { name: 'drums', pd: { count: 1, n: 3 }, pfa: { count: 1, n: 1 } },
      { name: 'empty', pd: { count: 1, n: 1 }, pfa: { count: 0, n: 2 } },
    ]);
    expect(strata.place.map(({ name }) => name)).toEqual(['behind-doors', 'roof']);
  });

  it('keeps scans without a score in the rates and out of the ranking', () => {
    const [all] = measure([...MIXED, scoredScan('threat', [null]), scoredScan('benign', [null])]).measures;
    expect(all?.unscored).toBe(2);
    expect(all?.populations[0]).toMatchObject({
      rates: {
        threats: { alarm: { count: 2, n: 5 }, undecided: { count: 1 } },
        benigns: { alarm: { count: 1, n: 4 }, undecided: { count: 1 } },
      },
      auroc: { threats: 4, benigns: 3 },
    });
  });

  it('measures each condition apart where there are several', () => {
    const display = { condition: '8-bit display', scanner: 'mobile' } as const;
    const both = [...MIXED, scoredScan('threat', [0.8], display), scoredScan('benign', [0.1], display)];
    const { measures } = measure(both);
    expect(measures.map(({ condition }) => condition)).toEqual(['all', '16-bit dual', '8-bit display']);
    expect(measures[2]?.populations[0]?.rates).toMatchObject({
      threats: { alarm: { n: 1 } },
      benigns: { alarm: { n: 1 } },
    });
    expect(measure(MIXED).measures.map(({ condition }) => condition)).toEqual(['all']);
  });

  it('counts each score once in the histogram, a score of 1 in the last bin', () => {
    const [all] = measure([
      scoredScan('threat', [1]),
      scoredScan('benign', [0]),
      scoredScan('benign', [null]),
    ]).measures;
    expect(all?.histogram.threats.at(-1)).toBe(1);
    expect(all?.histogram.benigns[0]).toBe(1);
    expect(all?.histogram.benigns.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('holds the scores of each part in the same bins, and benign scans only where a part has some of its own', () => {
    const { strata } = measure([...MIXED, scoredScan('threat', [null]), scoredScan('threat', [1], { massKg: 1 })]);
    expect(strata.cargo.map(({ name, histogram }) => [name, histogram])).toEqual([
      ['drums', { threats: { 20: 1, 80: 1, 180: 1, 199: 1 }, benigns: { 120: 1 } }],
      ['empty', { threats: { 140: 1 }, benigns: { 40: 1, 60: 1 } }],
    ]);
    expect(strata.mass[0]?.histogram).toEqual({ threats: { 180: 1, 199: 1 }, benigns: null });
  });

  it('has no measure where there is nothing to measure', () => {
    const [all] = measure([scoredScan('benign', [0.2])]).measures;
    expect(all).toMatchObject({ operatingCurve: [], averagePrecision: null });
    expect(all?.populations[0]).toMatchObject({ rates: { threats: null }, auroc: null });
    expect(all?.localisation[0]).toMatchObject({ touched: null, pixelAuroc: null, aupro: null, aupimo: null });
  });
});
