import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { counted, countedOf } from '../domain/language/counted.ts';
import type { OperatingPoint } from '../domain/technology/operating-point.ts';
import { exactBounds } from './rate-bounds.ts';

export interface CalibrationOptions {
  readonly name: string;
  /** The false-alarm probability that must not be exceeded, between 0 and 1, both excluded. */
  readonly pfaLimit: number;
}

/** Thresholds are whole multiples of 1 / this, so that a manifest stays readable; closer scores count as tied. */
const THRESHOLD_STEPS = 1_000_000;

/**
 * The threshold at which a new benign scan alarms with a probability of at most `pfaLimit`, averaged over what might
 * have been in the calibration set, whatever the distribution of the scores.
 *
 * Rule: with r = ⌊pfaLimit · (n + 1)⌋, the threshold is the next multiple of 10⁻⁶ above the r-th largest score; that
 * score and its ties do not alarm, so at most r − 1 of the n scans do. A new scan out of the same stream is above the
 * r-th largest of n with probability r / (n + 1) ≤ pfaLimit (the order-statistic argument of split conformal
 * prediction: Vovk, Gammerman, Shafer 2005, doi:10.1007/b106715). So n ≥ 1 / pfaLimit − 1 is needed: 99 for 1 %.
 *
 * The bounds are the exact 95 % bounds of the false-alarm count at that threshold. Fails with `malformed-request` where
 * n is too small for the limit, a score or the limit is out of range, or the r-th largest score is already 1.
 */
export function chooseThreshold(
  benignScores: readonly number[],
  { name, pfaLimit }: CalibrationOptions,
): Outcome<OperatingPoint> {
  if (!(pfaLimit > 0 && pfaLimit < 1)) {
    return fail('malformed-request', `A false-alarm limit lies between 0 and 1, both excluded; ${pfaLimit} does not.`);
  }
  const stray = benignScores.find((score) => !(score >= 0 && score <= 1));
  if (stray !== undefined) {
    return fail('malformed-request', `Scores lie between 0 and 1; one of the benign scans has ${stray}.`);
  }
  const n = benignScores.length;
  const enough = checkCount(n, pfaLimit);
  if (!enough.ok) return enough;
  const rank = Math.floor(pfaLimit * (n + 1));
  const ranked = benignScores.toSorted((a, b) => b - a)[rank - 1];
  if (ranked === undefined) throw new RangeError(`${n} scores have no rank ${rank}`);
  const threshold = nextAbove(ranked);
  if (threshold > 1) {
    return fail(
      'malformed-request',
      `${countedOf(rank, n, 'benign scan')} ${rank === 1 ? 'scores' : 'score'} 1, so no threshold keeps false alarms within ${pfaLimit}; the model's scores saturate: calibrate on more benign scans, or export it with answers that reach 1 more seldom.`,
    );
  }
  const falseAlarms = benignScores.filter((score) => score >= threshold).length;
  return succeed({ name, threshold, pfaLimit, benignCount: n, pfaBounds: exactBounds(falseAlarms, n) });
}

/** Fails with `malformed-request` where so many benign scans, called what they are known to be, are too few for a limit, however they score. */
export function checkCount(n: number, pfaLimit: number, called = counted(n, 'benign scan')): Outcome<null> {
  if (Math.floor(pfaLimit * (n + 1)) >= 1) return succeed(null);
  return fail(
    'malformed-request',
    `${called} cannot support a false-alarm limit of ${pfaLimit}; it takes at least ${Math.ceil(1 / pfaLimit) - 1}.`,
  );
}

/** The first threshold above a score: dividing decides, as it does for who holds the score against it. */
function nextAbove(score: number): number {
  const step = Math.floor(score * THRESHOLD_STEPS) + 1;
  // A score that is a whole multiple, as most are, may come out a rounding error below its own step.
  return (step / THRESHOLD_STEPS > score ? step : step + 1) / THRESHOLD_STEPS;
}
