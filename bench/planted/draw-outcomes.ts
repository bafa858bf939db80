import { NORMAL_QUANTILE, normalQuantile, normalTail } from '../../src/evaluation/normal.ts';
import { createRandom } from '../../src/simulator/random.ts';

/** Two technologies whose scores are normal: what there is to find out is known. */
export interface PlantedPair {
  /** How far threats lie above benign scans, in standard deviations. */
  readonly firstSkill: number;
  readonly secondSkill: number;
  /** Of the scores of one scan: what both find hard. */
  readonly correlation: number;
  readonly threats: number;
  readonly benigns: number;
}

/** Rounds of a planted run: the fewest of a scenario of the default plan. */
export const ROUNDS = 12;

/** What each technology scored on the same scans, threats and benign scans apart. */
export interface DrawnScores {
  readonly threats: readonly (readonly [first: number, second: number])[];
  readonly benigns: readonly (readonly [first: number, second: number])[];
}

/** One run of both over scans that are drawn anew. */
export function drawScores(
  { firstSkill, secondSkill, correlation, threats, benigns }: PlantedPair,
  seed: number,
): DrawnScores {
  const random = createRandom(seed, 'planted scores');
  const own = Math.sqrt(1 - correlation ** 2);
  const draw = (first: number, second: number) => {
    const shared = random.normal();
    return [first + shared, second + correlation * shared + own * random.normal()] as const;
  };
  return {
    threats: Array.from({ length: threats }, () => draw(firstSkill, secondSkill)),
    benigns: Array.from({ length: benigns }, () => draw(0, 0)),
  };
}

/** Rounds of two technologies on a machine that slows whole rounds by up to a half, and each block by some per cent of its own. */
export function drawRounds(
  seed: number,
  rounds: number,
  factor: number,
): readonly { firstMs: number; secondMs: number }[] {
  const random = createRandom(seed, 'planted rounds');
  return Array.from({ length: rounds }, () => {
    const shared = 40 * random.between(1, 1.5);
    const own = () => Math.exp(0.03 * random.normal());
    return { firstMs: shared * own(), secondMs: shared * factor * own() };
  });
}

/** Times of the rounds of one run on a machine of its own: each some per cent of its own. */
export function drawRun(seed: number, label: string, rounds: number, factor: number): readonly number[] {
  const random = createRandom(seed, label);
  return Array.from({ length: rounds }, () => 40 * factor * Math.exp(0.03 * random.normal()));
}

/** Pd of normal scores at a threshold. */
export function pdAt(threshold: number, skill: number): number {
  return normalTail(threshold - skill);
}

/** The threshold at which a share of benign scans alarm. */
export function thresholdFor(pfa: number): number {
  return normalQuantile(1 - pfa);
}

/** AUROC of normal scores: Φ(skill / √2). */
export function aurocOfSkill(skill: number): number {
  return 1 - normalTail(skill / Math.SQRT2);
}

/** The width that 95 % bounds would have were the spread of the estimates known: that of the estimates themselves. */
export function knownWidth(estimates: readonly number[]): number {
  const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
  const squares = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return 2 * NORMAL_QUANTILE * Math.sqrt(squares / (estimates.length - 1));
}
