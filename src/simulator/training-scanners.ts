import type { ScannerName } from './scanner-presets.ts';

/** Whose scans technologies may be trained, calibrated and chosen on. */
export const TRAINING_SCANNERS = [
  'gate-6-4',
  'gate-6-4-compact',
  'portal-9-6',
  'rail-9',
  'gate-6-display',
  'mobile-4-display',
] as const satisfies readonly ScannerName[];

/** Whose scans no training and no calibration ever sees: what a technology does on a scanner that is new to it. */
export const UNSEEN_SCANNERS = ['relocatable-7-5', 'mobile-3-display'] as const satisfies readonly ScannerName[];
