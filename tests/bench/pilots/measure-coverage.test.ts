import { expect, it } from 'vitest';
import { measureCoverage } from '../../../bench/pilots/measure-coverage.ts';
import { PILOT_PLANS } from '../../../bench/pilots/pilot-plans.ts';

const PILOTS = 100;
/** Intervals that cover in 95 % do so in fewer than this many of 100 pilots with a chance of 1 in 2,000. */
const FEWEST = 87;

it.each(['short, one container in ten a threat', 'all opened'] as const)(
  'covers the truth in 95 % of pilots: %s',
  (name) => {
    for (const { figure, corrected } of measureCoverage(PILOT_PLANS[name], PILOTS, 1)) {
      expect(corrected.pilots, figure).toBe(PILOTS);
      expect(corrected.covering, figure).toBeGreaterThanOrEqual(FEWEST);
    }
  },
  180_000,
);

it('shows how far off the figures are that inspected scans alone give', () => {
  const [pd, pfa] = measureCoverage({ ...PILOT_PLANS.usual, scans: 2000 }, 50, 1);
  expect(pd?.uncorrected?.meanValue).toBeGreaterThan(0.93);
  expect(pfa?.uncorrected).toMatchObject({ covering: 0, pilots: 50 });
  expect(pfa?.corrected.meanValue).toBeCloseTo(0.05, 2);
}, 180_000);
