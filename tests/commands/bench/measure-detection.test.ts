import { describe, expect, it } from 'vitest';
import { measureDetection } from '../../../src/commands/bench/measure-detection.ts';
import { judgedBy } from '../../../src/commands/evaluation/judged-scan.ts';
import { scoredScan } from '../../fixtures/scored-scan.ts';

/** Twenty benign scans from 0 to 0.95; ten threats, half of them above all of these, half below; one without a score. */
const SCANS = judgedBy(0, [
  ...Array.from({ length: 20 }, (_, i) => scoredScan('benign', [i / 20], { id: `b${i}` })),
  ...Array.from({ length: 10 }, (_, i) => scoredScan('threat', [i < 5 ? 0.99 : 0.01], { id: `t${i}` })),
  scoredScan('threat', [null], { id: 'colourless' }),
]);

describe('measureDetection', () => {
  const { threats, benigns, atLimits, curve } = measureDetection(SCANS, { pfaLimits: [0.01, 0.1] });

  it('reads Pd at a limit where there are benign scans enough, and says how many are needed where there are not', () => {
    expect({ threats, benigns }).toEqual({ threats: 10, benigns: 20 });
    expect(atLimits).toMatchObject([
      { state: 'too-few-benigns', pfaLimit: 0.01, benigns: 20, needed: 99 },
      { state: 'estimated', pfaLimit: 0.1, pd: { count: 5, n: 10 } },
    ]);
  });

  it('draws the curve from no false alarm to all, with the planted step at each end', () => {
    expect(curve[0]).toMatchObject({ pfa: 0, pd: 0.5 });
    expect(curve.find(({ pfa }) => pfa === 0.9)).toMatchObject({ pd: 0.5 });
    expect(curve.at(-1)).toMatchObject({ pfa: 1, pd: 1, pdBand: [1, 1] });
    expect(curve.every(({ pd, pdBand }) => pdBand[0] <= pd && pd <= pdBand[1])).toBe(true);
  });
});
