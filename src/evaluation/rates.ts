import type { DecisionName } from '../domain/decision.ts';
import type { AlarmRates, DetectionRates, Rate } from '../domain/rate.ts';
import { exactBounds } from './rate-bounds.ts';

/** What is needed of one screening to count it: what the scan was, and what the technology said. */
export interface JudgedScan {
  readonly truth: 'threat' | 'benign';
  readonly decision: DecisionName;
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
  const alarms = scans.filter(({ decision }) => decision === 'alarm').length;
  const undecided = scans.filter(({ decision }) => decision === 'undecided').length;
  return {
    alarm: rateOf(alarms, scans.length),
    undecided: rateOf(undecided, scans.length),
    alarmOrUndecided: rateOf(alarms + undecided, scans.length),
  };
}

/** `count` of `n` scans. Throws a RangeError where there is no scan. */
export function rateOf(count: number, n: number): Rate {
  return { count, n, rate: count / n, bounds: exactBounds(count, n) };
}
