import type { ScannerPreset } from '../scanner-preset.ts';
import { GATE_FAULTS, THICK_CADMIUM_TUNGSTATE } from './gate.ts';

/** A fixed portal at a large port: strong source far away, fine pitch, high detector arm. */
export const PORTAL_9_6 = {
  endPointsMeV: { high: 9, low: 6 },
  openBeamQuanta: { high: 150_000, low: 80_000 },
  filters: [
    { material: 'tungsten', thicknessCm: 0.2 },
    { material: 'steel', thicknessCm: 0.3 },
  ],
  scintillator: THICK_CADMIUM_TUNGSTATE,
  pitchCm: 0.4,
  sourceHeightCm: 215,
  sourceToCentreCm: 520,
  traffic: 'road',
  array: 'arc',
  airReading: 61_000,
  scatterRatio: 0.02,
  scatterCeiling: 0.0006,
  blurRatio: 0.16,
  electronicNoise: 4,
  penetrationLimit: 0.0015,
  faults: {
    ...GATE_FAULTS,
    doseDeviation: 0.001,
    gainDeviation: 0.0015,
    moduleElements: 16,
    speedDeviation: 0.006,
    missingColumnsPerThousand: 0.05,
  },
  exports: { kind: 'dual-16', stepPerNoise: 0 },
} as const satisfies ScannerPreset;
