import type { RankedScores } from './ranked-scores.ts';
import { type Tally, tallyOf, total } from './tally.ts';

/** Every attainable pair of Pfa and Pd; index k is the rule "alarm at a score of `thresholds[k]` or more". */
export interface RocCurve {
  /** Descending; the first is Infinity, at which nothing alarms. */
  readonly thresholds: Float64Array;
  /** Ascending from 0 to 1. */
  readonly pfa: Float64Array;
  /** Ascending from 0 to 1. */
  readonly pd: Float64Array;
}

/**
 * The receiver operating characteristic, one point for each distinct score; null without a threat or without a benign
 * scan. Fawcett (2006), doi:10.1016/j.patrec.2005.10.010.
 */
export function rocCurve(scores: RankedScores): RocCurve | null {
  const tally = tallyOf(scores);
  const threats = total(tally.threats);
  const benigns = total(tally.benigns);
  if (threats === 0 || benigns === 0) return null;
  const levels = scores.values.length;
  const thresholds = new Float64Array(levels + 1).fill(Number.POSITIVE_INFINITY);
  const pfa = new Float64Array(levels + 1);
  const pd = new Float64Array(levels + 1);
  let hits = 0;
  let falseAlarms = 0;
  for (let k = 1; k <= levels; k++) {
    const level = levels - k;
    hits += tally.threats[level] ?? 0;
    falseAlarms += tally.benigns[level] ?? 0;
    thresholds[k] = scores.values[level] ?? 0;
    pd[k] = hits / threats;
    pfa[k] = falseAlarms / benigns;
  }
  return { thresholds, pfa, pd };
}

/** The rule of a tally that alarms at one level and above. */
export interface AlarmRule {
  /** The lowest level that alarms; null where nothing does. */
  readonly level: number | null;
  readonly hits: number;
  readonly falseAlarms: number;
}

/** A product of a limit and a count may be a rounding error below the whole number that it is. */
const ROUNDING = 1e-9;

/** The rule with the most hits among those whose observed Pfa is at most `pfaLimit`; nothing alarms where none is. */
export function ruleWithin({ threats, benigns }: Tally, pfaLimit: number): AlarmRule {
  const allowed = pfaLimit * total(benigns) + ROUNDING;
  let rule: AlarmRule = { level: null, hits: 0, falseAlarms: 0 };
  let { hits, falseAlarms } = rule;
  for (let level = threats.length - 1; level >= 0; level--) {
    falseAlarms += benigns[level] ?? 0;
    if (falseAlarms > allowed) break;
    const more = threats[level] ?? 0;
    if (more === 0) continue;
    hits += more;
    rule = { level, hits, falseAlarms };
  }
  return rule;
}
