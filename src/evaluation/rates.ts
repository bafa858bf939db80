import type { AlarmRates, DetectionRates, Rate } from '../domain/comparison/rate.ts';
import type { AnswerName } from '../domain/screening/decision.ts';
import { exactBounds } from './rate-bounds.ts';

/** What is needed of one screening to count it: what the scan was, and what came of it. */
export interface JudgedScan {
  readonly truth: 'threat' | 'benign';
  readonly decision: AnswerName;
}

/** Pd and Pfa from decisions set against the truth. */
export function detectionRates(scans: readonly JudgedScan[]): DetectionRates {
  return {
    threats: alarmRates(scans.filter(({ truth }) => truth === 'threat')),
    benigns: alarmRates(scans.filter(({ truth }) => truth === 'benign')),
  };
}

function alarmRates(scans: readonly JudgedScan[]): AlarmRates | null {
  if (scans.length === 0) return null;
  const countOf = (answer: AnswerName) => scans.filter(({ decision }) => decision === answer).length;
  const failed = countOf('failed');
  return {
    alarm: rateOf(countOf('alarm'), scans.length),
    undecided: rateOf(countOf('undecided'), scans.length),
    ...(failed > 0 && { failed: rateOf(failed, scans.length) }),
    alarmOrUndecided: rateOf(scans.length - countOf('clear'), scans.length),
  };
}

/** `count` of `n` scans. Throws a RangeError where there is no scan. */
export function rateOf(count: number, n: number): Rate {
  return { count, n, rate: count / n, bounds: exactBounds(count, n) };
}

/** The share without an answer, which rates leave out where all have one; null without rates. */
export function failedRate(rates: AlarmRates | null): Rate | null {
  return rates && (rates.failed ?? rateOf(0, rates.alarm.n));
}

/** Scans without an answer over all scans, threats and benign ones; null where all have one. */
export function failedShare({ threats, benigns }: DetectionRates): Rate | null {
  const kinds = [threats, benigns].filter((rates) => rates !== null);
  const count = kinds.reduce((sum, { failed }) => sum + (failed?.count ?? 0), 0);
  const n = kinds.reduce((sum, { alarm }) => sum + alarm.n, 0);
  return count === 0 ? null : rateOf(count, n);
}
