import type { Rate } from '../domain/comparison/rate.ts';
import { alarmStairsOf } from './pd-band/alarm-stairs.ts';
import { pdBandOf } from './pd-band/pd-band.ts';
import type { RankedScores } from './ranked-scores.ts';
import type { Bounds } from './rate-bounds.ts';
import { rateOf } from './rates.ts';
import { ruleWithin } from './roc.ts';
import { tallyOf } from './tally.ts';

/** What a technology could do within one false-alarm limit, on the very scans that the threshold was read from. */
export interface OperatingCurvePoint {
  readonly pfaLimit: number;
  /** Scores at or above it alarm; null where no threshold keeps the limit and has a hit. */
  readonly threshold: number | null;
  /** Observed, with exact bounds. */
  readonly pfa: Rate;
  /** Observed, with exact bounds that take the threshold as given. */
  readonly pd: Rate;
  /** 95 % bounds of Pd where Pfa truly is the limit: with the doubt about the threshold, too. */
  readonly pdBand: Bounds;
}

/**
 * Pd by Pfa with bands, at each limit, 0…1: the best rule that the observed false alarms allow, and never a point between
 * two rules. Optimistic where a threshold fixed beforehand is meant: use `chooseThreshold` and `detectionRates` for that.
 * Null without a threat or without a benign scan.
 */
export function operatingCurve(
  scores: RankedScores,
  pfaLimits: readonly number[],
): readonly OperatingCurvePoint[] | null {
  const threats = scores.threatLevels.length;
  const benigns = scores.benignLevels.length;
  if (threats === 0 || benigns === 0) return null;
  const tally = tallyOf(scores);
  const stairs = alarmStairsOf(tally);
  return pfaLimits.map((pfaLimit) => {
    const { level, hits, falseAlarms } = ruleWithin(tally, pfaLimit);
    return {
      pfaLimit,
      threshold: level === null ? null : (scores.values[level] ?? null),
      pfa: rateOf(falseAlarms, benigns),
      pd: rateOf(hits, threats),
      pdBand: pdBandOf(stairs, pfaLimit),
    };
  });
}
