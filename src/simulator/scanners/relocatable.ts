import type { ScannerPreset } from '../scanner-preset.ts';
import { GATE_FAULTS } from './gate.ts';

/** A relocatable portal with its source near the ground, nearer than any other. */
export const RELOCATABLE_7_5 = {
  endPointsMeV: { high: 7, low: 5 },
  openBeamQuanta: { high: 70_000, low: 45_000 },
  filters: [{ material: 'steel', thicknessCm: 0.8 }],
  scintillator: { material: 'cadmium-tungstate', thicknessCm: 2.5 },
  pitchCm: 0.55,
  sourceHeightCm: 95,
  sourceToCentreCm: 300,
  traffic: 'road',
  array: 'straight',
  airReading: 57_000,
  scatterRatio: 0.04,
  scatterCeiling: 0.0015,
  blurRatio: 0.19,
  electronicNoise: 5,
  penetrationLimit: 0.003,
  faults: {
    ...GATE_FAULTS,
    doseDeviation: 0.003,
    doseWander: 0.002,
    gainDeviation: 0.002,
    moduleElements: 24,
    moduleDeviation: 0.002,
    deadElementsPerThousand: 1,
    missingColumnsPerThousand: 0.3,
    speedDeviation: 0.03,
    offCentreDrop: 0.06,
  },
  exports: { kind: 'dual-16', stepPerNoise: 0 },
} as const satisfies ScannerPreset;
