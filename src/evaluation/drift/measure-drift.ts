import {
  type Drift,
  type DriftLevel,
  type KolmogorovSmirnov,
  SHIFTED_FROM,
  type StabilityIndex,
  WATCH_FROM,
} from '../../domain/comparison/drift.ts';
import type { ScoreSummary } from '../../domain/technology/score-summary.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { stabilityIndex } from './stability-index.ts';
import { comparableScores } from './summarise-scores.ts';

/** With many scores any distance is significant, so it must be both: large and no chance. */
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
  if (isNoChance && value >= SHIFTED_FROM) return 'shifted';
  if (isNoChance && value >= WATCH_FROM) return 'watch';
  return distance >= WATCH_FROM && pValue <= SIGNIFICANCE ? 'watch' : 'steady';
}
