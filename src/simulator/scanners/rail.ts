import type { ScannerPreset } from '../scanner-preset.ts';
import { GATE_FAULTS } from './gate.ts';

/** Beside a railway line: the train is fast, each pulse counts, the speed of a long train changes. */
export const RAIL_9 = {
  endPointsMeV: { high: 9 },
  openBeamQuanta: { high: 60_000 },
  filters: [{ material: 'steel', thicknessCm: 1 }],
  scintillator: { material: 'cadmium-tungstate', thicknessCm: 2.5 },
  pitchCm: 0.6,
  sourceHeightCm: 190,
  sourceToCentreCm: 600,
  traffic: 'rail',
  array: 'straight',
  airReading: 58_000,
  scatterRatio: 0.04,
  scatterCeiling: 0.001,
  blurRatio: 0.18,
  electronicNoise: 6,
  penetrationLimit: 0.003,
  faults: {
    ...GATE_FAULTS,
    doseDeviation: 0.004,
    doseWander: 0.003,
    gainDeviation: 0.002,
    moduleElements: 64,
    moduleDeviation: 0.002,
    deadElementsPerThousand: 1,
    missingColumnsPerThousand: 0.3,
    speedDeviation: 0.04,
    offCentreDrop: 0.05,
    blackBelow: 0.0005,
  },
  exports: { kind: 'single-16', stepPerNoise: 0 },
} as const satisfies ScannerPreset;
