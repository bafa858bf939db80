import type { ScannerFaults } from '../faults/scanner-faults.ts';
import type { Layer, ScannerPreset } from '../scanner-preset.ts';

/** The crystals of a fixed installation: thick enough to stop most of what comes through. */
export const THICK_CADMIUM_TUNGSTATE: Layer = { material: 'cadmium-tungstate', thicknessCm: 3 };

/** What goes wrong in a well-kept scanner; the others say where they are worse. */
export const GATE_FAULTS: ScannerFaults = {
  doseDeviation: 0.0015,
  doseWander: 0.001,
  gainDeviation: 0.001,
  gainDrift: 0.0005,
  moduleElements: 32,
  moduleDeviation: 0.001,
  deadElementsPerThousand: 0.5,
  missingColumnsPerThousand: 0.1,
  speedDeviation: 0.015,
  offCentreDrop: 0.02,
  blackBelow: 0,
};

/** A drive-through gate: driver's cab spared, well calibrated, every pulse monitored. */
export const GATE_6_4 = {
  endPointsMeV: { high: 6, low: 4 },
  openBeamQuanta: { high: 90_000, low: 50_000 },
  filters: [
    { material: 'tungsten', thicknessCm: 0.1 },
    { material: 'steel', thicknessCm: 0.5 },
  ],
  scintillator: THICK_CADMIUM_TUNGSTATE,
  pitchCm: 0.5,
  sourceHeightCm: 160,
  sourceToCentreCm: 372,
  traffic: 'road',
  array: 'arc',
  airReading: 60_000,
  scatterRatio: 0.03,
  scatterCeiling: 0.001,
  blurRatio: 0.14,
  electronicNoise: 3,
  penetrationLimit: 0.003,
  faults: GATE_FAULTS,
  exports: { kind: 'dual-16', stepPerNoise: 0 },
} as const satisfies ScannerPreset;

/** What most ports keep: the picture that an analyst saw, not what the detectors read. */
export const GATE_6_DISPLAY = {
  endPointsMeV: { high: 6 },
  openBeamQuanta: { high: 140_000 },
  filters: GATE_6_4.filters,
  scintillator: THICK_CADMIUM_TUNGSTATE,
  pitchCm: 0.48,
  sourceHeightCm: 150,
  sourceToCentreCm: 400,
  traffic: 'road',
  array: 'arc',
  airReading: 60_000,
  scatterRatio: 0.03,
  scatterCeiling: 0.001,
  blurRatio: 0.2,
  electronicNoise: 4,
  penetrationLimit: 0.012,
  faults: { ...GATE_FAULTS, gainDeviation: 0.0015, speedDeviation: 0.03, blackBelow: 0.001 },
  exports: {
    kind: 'display-8',
    window: { kind: 'fixed', black: 0, white: 1 },
    gamma: 1,
    gammaSpread: 0.12,
    sharpening: 0.2,
    localContrast: 0,
    jpegQuality: [72, 90],
  },
} as const satisfies ScannerPreset;
