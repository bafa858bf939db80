import type { ScannerName } from '../../src/simulator/scanner-presets.ts';

/**
 * Whose scans technologies may be trained, calibrated and chosen on. No training and no calibration ever sees those of the other
 * presets: they show what a technology does on a scanner that is new to it.
 */
export const TRAINING_SCANNERS = [
  'gate-6-4',
  'gate-6-4-compact',
  'portal-9-6',
  'rail-9',
  'gate-6-display',
  'mobile-4-display',
] as const satisfies readonly ScannerName[];
