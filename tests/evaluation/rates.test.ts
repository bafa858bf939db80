import { describe, expect, it } from 'vitest';
import { exactBounds } from '../../src/evaluation/rate-bounds.ts';
import { detectionRates, failedRate, failedShare, type JudgedScan } from '../../src/evaluation/rates.ts';

function scans(truth: JudgedScan['truth'], decision: JudgedScan['decision'], count: number): JudgedScan[] {
  return Array.from({ length: count }, () => ({ truth, decision }));
}

describe('detectionRates', () => {
  it('keeps undecided scans in the denominators and counts them beside the alarms', () => {
    const { threats, benigns } = detectionRates([
      ...scans('threat', 'alarm', 6),
      ...scans('threat', 'clear', 3),
      ...scans('threat', 'undecided', 1),
      ...scans('benign', 'alarm', 1),
      ...scans('benign', 'clear', 97),
      ...scans('benign', 'undecided', 2),
    ]);
    expect(threats).toEqual({
      alarm: { count: 6, n: 10, rate: 0.6, bounds: exactBounds(6, 10) },
      undecided: { count: 1, n: 10, rate: 0.1, bounds: exactBounds(1, 10) },
      alarmOrUndecided: { count: 7, n: 10, rate: 0.7, bounds: exactBounds(7, 10) },
    });
    expect(benigns).toMatchObject({
      alarm: { count: 1, n: 100 },
      undecided: { count: 2, n: 100 },
      alarmOrUndecided: { count: 3, n: 100 },
    });
  });

  it('keeps failed scans in the denominators, neither found nor alarmed on, and among those that an officer must look at', () => {
    const rates = detectionRates([
      ...scans('threat', 'alarm', 6),
      ...scans('threat', 'clear', 2),
      ...scans('threat', 'failed', 2),
      ...scans('benign', 'clear', 9),
      ...scans('benign', 'undecided', 1),
    ]);
    expect(rates.threats).toMatchObject({
      alarm: { count: 6, n: 10 },
      undecided: { count: 0, n: 10 },
      failed: { count: 2, n: 10, bounds: exactBounds(2, 10) },
      alarmOrUndecided: { count: 8, n: 10 },
    });
    expect(rates.benigns).not.toHaveProperty('failed');
    expect(failedRate(rates.benigns)).toMatchObject({ count: 0, n: 10 });
    expect(failedShare(rates)).toMatchObject({ count: 2, n: 20 });
    expect(failedShare({ threats: null, benigns: rates.benigns })).toBeNull();
  });

  it('gives no rate where there is no scan', () => {
    expect(detectionRates(scans('benign', 'clear', 1))).toMatchObject({
      threats: null,
      benigns: { alarm: { count: 0 } },
    });
  });
});
