/** `watch` and `shifted` are warnings: the threshold may no longer keep its false-alarm limit. */
export const DRIFT_LEVELS = ['steady', 'watch', 'shifted'] as const;
export type DriftLevel = (typeof DRIFT_LEVELS)[number];

/** The customary limits of the stability index (Siddiqi 2006). A distance of as much matters as much. */
export const WATCH_FROM = 0.1;
export const SHIFTED_FROM = 0.25;

export interface StabilityIndex {
  /** 0 where the shares of all classes are as at calibration. */
  readonly value: number;
  /** Scores that did not drift stay below it 39 times in 40. */
  readonly chanceLimit: number;
  /** Classes of scores that were compared: ten, or another number where scores are tied. */
  readonly classes: number;
}

export interface KolmogorovSmirnov {
  /** The largest distance between the two cumulative distributions, 0…1. */
  readonly distance: number;
  /** How often a distance as large comes about by chance, were both of one distribution. */
  readonly pValue: number;
}

/** How far live scores are from those that a threshold was chosen on. */
export interface Drift {
  readonly level: DriftLevel;
  readonly stabilityIndex: StabilityIndex;
  readonly kolmogorovSmirnov: KolmogorovSmirnov;
  /** Live scores; a scan without one is not among them. */
  readonly scores: number;
  /** Benign scans of the calibration. */
  readonly calibrationScores: number;
}

/** How live scores stand to those that the threshold was chosen on, or why that cannot be said. */
export type LiveDrift =
  | ({ readonly state: 'measured' } & Drift)
  /** Nothing is kept of the calibration's scores, or the technology is not there any more. */
  | { readonly state: 'no-calibration-scores' }
  /** No scan was scored at the operating point of today. */
  | { readonly state: 'no-live-scores' };
