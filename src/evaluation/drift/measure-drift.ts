import type { Drift, DriftLevel, KolmogorovSmirnov, StabilityIndex } from '../../domain/drift.ts';
import type { ScoreSummary } from '../../domain/score-summary.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { stabilityIndex } from './stability-index.ts';
import { comparableScores } from './summarise-scores.ts';

/** The customary limits of the stability index (Siddiqi 2006), and a distance that matters as much. */
const WATCH = 0.1;
const SHIFTED = 0.25;
/** With many scores any distance is significant, so it must be both: large and no chance. */
const DISTANCE = 0.1;
const SIGNIFICANCE = 0.01;

/**
 * Compares live scores, in any order, with the summary of a calibration's. A warning takes a shift that matters and that
 * chance does not explain. Live traffic holds a few threats, which calibration does not: one scan in a hundred is below
 * all limits here. Null without a live score.
 */
export function measureDrift(liveScores: readonly number[], summary: ScoreSummary): Drift | null {
  if (liveScores.length === 0) return null;
  const sorted = comparableScores(liveScores);
  const stability = stabilityIndex(sorted, summary);
  const test = kolmogorovSmirnov(sorted, summary);
  return {
    level: levelOf(stability, test),
    stabilityIndex: stability,
    kolmogorovSmirnov: test,
    scores: sorted.length,
    calibrationScores: summary.countsAtOrBelow.at(-1) ?? 0,
  };
}

function levelOf({ value, chanceLimit }: StabilityIndex, { distance, pValue }: KolmogorovSmirnov): DriftLevel {
  const isNoChance = value > chanceLimit;
  if (isNoChance && value >= SHIFTED) return 'shifted';
  if (isNoChance && value >= WATCH) return 'watch';
  return distance >= DISTANCE && pValue <= SIGNIFICANCE ? 'watch' : 'steady';
}
