import type { MaterialName } from './materials.ts';

/** Everything that tells one scanner from another. Lengths in centimetres, energies in MeV. */
export interface ScannerPreset {
  readonly endPointsMeV: { readonly high: number; readonly low: number };
  readonly filters: readonly { readonly material: MaterialName; readonly thicknessCm: number }[];
  readonly scintillator: { readonly material: MaterialName; readonly thicknessCm: number };
  readonly pitchCm: number;
  readonly sourceHeightCm: number;
  readonly sourceToCentreCm: number;
  /** Quanta that one element detects in the open beam during one pulse. */
  readonly openBeamQuanta: { readonly high: number; readonly low: number };
  /** Reading of the open beam; 16-bit full scale is 65,535. */
  readonly airReading: number;
  /** Readings are kept to a power of two no wider than this share of their own noise; 0 keeps every bit. */
  readonly stepPerNoise: number;
  /** Scatter that reaches an element: a share of its neighbourhood's mean signal, and its ceiling in open beams. */
  readonly scatterRatio: number;
  readonly scatterCeiling: number;
  /** Share of the signal that blur gives to each of the two neighbours, in x and in y. */
  readonly blurRatio: number;
  /** Standard deviation of the dose that pulse monitoring leaves uncorrected. */
  readonly doseDeviation: number;
  /** Standard deviation of an element's gain since the last calibration. */
  readonly gainDeviation: number;
  /** Standard deviation of electronic noise, in readings. */
  readonly electronicNoise: number;
}

const GATE_6_4: ScannerPreset = {
  endPointsMeV: { high: 6, low: 4 },
  filters: [
    { material: 'tungsten', thicknessCm: 0.1 },
    { material: 'steel', thicknessCm: 0.5 },
  ],
  scintillator: { material: 'cadmium-tungstate', thicknessCm: 3 },
  pitchCm: 0.5,
  sourceHeightCm: 160,
  sourceToCentreCm: 372,
  openBeamQuanta: { high: 90_000, low: 50_000 },
  airReading: 60_000,
  stepPerNoise: 0,
  scatterRatio: 0.03,
  scatterCeiling: 0.001,
  blurRatio: 0.14,
  doseDeviation: 0.0015,
  gainDeviation: 0.001,
  electronicNoise: 3,
};

/** Scanners by name. A drive-through gate with interlaced 6 and 4 MV pulses, at full and at reduced resolution. */
export const SCANNER_PRESETS = {
  'gate-6-4': GATE_6_4,
  'gate-6-4-compact': { ...GATE_6_4, pitchCm: 1, stepPerNoise: 1.3 },
} as const satisfies Record<string, ScannerPreset>;

export type ScannerName = keyof typeof SCANNER_PRESETS;
