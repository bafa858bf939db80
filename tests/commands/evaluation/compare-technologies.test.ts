import { expect, it } from 'vitest';
import { compareTechnologies } from '../../../src/commands/evaluation/compare-technologies.ts';
import { scoredScan } from '../../fixtures/scored-scan.ts';

// The first technology ranks all right; the second is blind; the third lacks an energy of one scan.
const SCANS = [
  ...Array.from({ length: 12 }, (_, i) => scoredScan('threat', [0.9 - i / 100, i % 2 ? 0.4 : 0.1, 0.8])),
  ...Array.from({ length: 12 }, (_, i) => scoredScan('benign', [0.1 + i / 100, i % 2 ? 0.3 : 0.2, 0.6])),
  scoredScan('threat', [0.9, 0.3, null]),
];
const IDS = ['a', 'b', 'c'];

it('tests every two technologies on all scans: one without a score is wrongly decided', () => {
  const compared = compareTechnologies(IDS, SCANS);
  expect(compared.map(({ first, second, condition, threats }) => [first, second, condition, threats])).toEqual([
    ['a', 'b', 'all', 13],
    ['a', 'c', 'all', 13],
    ['b', 'c', 'all', 13],
  ]);
});

it('counts who is right alone: on threats by an alarm, on benign scans by none', () => {
  const [ab, ac] = compareTechnologies(IDS, SCANS);
  expect(ab?.onThreats).toMatchObject({ counts: { onlyFirstRight: 13, onlySecondRight: 0, bothRight: 0 } });
  expect(ab?.onThreats?.pValue).toBeCloseTo(2 * 0.5 ** 13, 10);
  expect(ab?.onBenigns).toMatchObject({ counts: { bothRight: 12 }, pValue: 1 });
  expect(ac?.onBenigns).toMatchObject({ counts: { onlyFirstRight: 12, bothRight: 0 } });
});

it('corrects each kind of test over the pairs', () => {
  const compared = compareTechnologies(IDS, SCANS);
  // The smallest of three is multiplied by three.
  const smallest = compared.toSorted((x, y) => (x.onThreats?.pValue ?? 1) - (y.onThreats?.pValue ?? 1))[0];
  expect(smallest?.onThreats?.pHolm).toBeCloseTo(3 * (smallest?.onThreats?.pValue ?? 0), 12);
  for (const { auroc } of compared) expect(auroc?.pHolm ?? 0).toBeGreaterThanOrEqual(auroc?.pValue ?? 0);
});

it('compares on each condition apart, and says nothing of a ranking that one scan cannot give', () => {
  const display = scoredScan('threat', [0.9, 0.2, 0.8], { condition: '8-bit display' });
  const compared = compareTechnologies(['a', 'b'], [...SCANS, display]);
  expect(compared.map(({ condition }) => condition)).toEqual(['all', '16-bit dual', '8-bit display']);
  expect(compared[2]).toMatchObject({ threats: 1, benigns: 0, auroc: null, onBenigns: null });
});
