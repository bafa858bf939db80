import type { ScannerFaults } from './faults/scanner-faults.ts';
import type { Layer, ScannerPreset } from './scanner-preset.ts';

const THICK_CADMIUM_TUNGSTATE: Layer = { material: 'cadmium-tungstate', thicknessCm: 3 };

const GATE_FAULTS: ScannerFaults = {
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
const GATE_6_4 = {
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

/** A fixed portal at a large port: strong source far away, fine pitch, high detector arm. */
const PORTAL_9_6 = {
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

/** Beside a railway line: the train is fast, each pulse counts, the speed of a long train changes. */
const RAIL_9 = {
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

/** What most ports keep: the picture that an analyst saw, not what the detectors read. */
const GATE_6_DISPLAY = {
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

/** A lorry-mounted scanner that drives past the container: weak source, shaken boom, enhanced picture. */
const MOBILE_4_DISPLAY = {
  endPointsMeV: { high: 4 },
  openBeamQuanta: { high: 35_000 },
  filters: [{ material: 'steel', thicknessCm: 0.4 }],
  scintillator: { material: 'cadmium-tungstate', thicknessCm: 2 },
  pitchCm: 0.6,
  sourceHeightCm: 120,
  sourceToCentreCm: 330,
  traffic: 'road',
  array: 'straight',
  airReading: 55_000,
  scatterRatio: 0.05,
  scatterCeiling: 0.002,
  blurRatio: 0.25,
  electronicNoise: 8,
  penetrationLimit: 0.015,
  faults: {
    doseDeviation: 0.005,
    doseWander: 0.004,
    gainDeviation: 0.003,
    gainDrift: 0.002,
    moduleElements: 16,
    moduleDeviation: 0.003,
    deadElementsPerThousand: 2,
    missingColumnsPerThousand: 0.4,
    speedDeviation: 0.06,
    offCentreDrop: 0.1,
    blackBelow: 0.003,
  },
  exports: {
    kind: 'display-8',
    window: { kind: 'percentiles', black: 0.005, white: 0.97 },
    gamma: 0.75,
    gammaSpread: 0.2,
    sharpening: 0.5,
    localContrast: 0.15,
    jpegQuality: [60, 85],
  },
} as const satisfies ScannerPreset;

/** A relocatable portal with its source near the ground, nearer than any other. */
const RELOCATABLE_7_5 = {
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

/** A van-sized scanner: low energy, little dose, a strongly processed picture. */
const MOBILE_3_DISPLAY = {
  ...MOBILE_4_DISPLAY,
  endPointsMeV: { high: 3 },
  openBeamQuanta: { high: 25_000 },
  filters: [{ material: 'steel', thicknessCm: 0.3 }],
  pitchCm: 0.7,
  sourceHeightCm: 175,
  sourceToCentreCm: 290,
  traffic: 'road',
  array: 'arc',
  blurRatio: 0.22,
  penetrationLimit: 0.02,
  faults: { ...MOBILE_4_DISPLAY.faults, moduleElements: 48, doseDeviation: 0.004, speedDeviation: 0.05 },
  exports: {
    kind: 'display-8',
    window: { kind: 'percentiles', black: 0.01, white: 0.95 },
    gamma: 0.6,
    gammaSpread: 0.15,
    sharpening: 0.4,
    localContrast: 0.25,
    jpegQuality: [65, 92],
  },
} as const satisfies ScannerPreset;

/** Scanners by name. Names carry the end-points in MV; those that end in `-display` export 8-bit pictures only. */
export const SCANNER_PRESETS = {
  'gate-6-4': GATE_6_4,
  /** The gate at reduced resolution, in readings that pack well. */
  'gate-6-4-compact': { ...GATE_6_4, pitchCm: 1, exports: { kind: 'dual-16', stepPerNoise: 1.3 } },
  'portal-9-6': PORTAL_9_6,
  'rail-9': RAIL_9,
  'gate-6-display': GATE_6_DISPLAY,
  'mobile-4-display': MOBILE_4_DISPLAY,
  'relocatable-7-5': RELOCATABLE_7_5,
  'mobile-3-display': MOBILE_3_DISPLAY,
} as const satisfies Record<string, ScannerPreset>;

export type ScannerName = keyof typeof SCANNER_PRESETS;
