import { describe, expect, it } from 'vitest';
import { reportedScans } from '../../../../src/commands/bench/report/reported-scans.ts';
import { scoredScan } from '../../../fixtures/scored-scan.ts';

describe('what a report says of each scan', () => {
  const scans = [
    scoredScan('threat', [0.75, null], { id: 'CSQU3054383', folder: '/ports/rotterdam' }),
    scoredScan('benign', [0.25, 0.5]),
  ];

  it('is its truth, what each technology said, and whether it was timed', () => {
    expect(reportedScans(scans, ['set: scan'])).toMatchObject([
      {
        truth: 'threat',
        timed: false,
        answers: [
          { decision: 'alarm', reason: null, score: 0.75 },
          { decision: 'undecided', reason: 'missing-energy', score: null },
        ],
      },
      { truth: 'benign', timed: true, answers: [{ score: 0.25 }, { score: 0.5 }] },
    ]);
  });

  it('names no container and no folder, even where the sample is called after them', () => {
    expect(JSON.stringify(reportedScans(scans, []))).not.toMatch(/CSQU|rotterdam/);
  });
});
