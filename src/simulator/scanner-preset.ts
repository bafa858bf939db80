import type { DisplayExport } from './display/display-export.ts';
import type { ScannerFaults } from './faults/scanner-faults.ts';
import type { MaterialName } from './materials.ts';

export interface Layer {
  readonly material: MaterialName;
  readonly thicknessCm: number;
}

/** 16-bit readings; they are kept to a power of two no wider than `stepPerNoise` of their own noise, 0 keeps every bit. */
interface ReadingsExport<Kind> {
  readonly kind: Kind;
  readonly stepPerNoise: number;
}

/** Everything that tells one scanner from another, whatever its energies. Lengths in centimetres, energies in MeV. */
interface AnyScanner {
  readonly filters: readonly Layer[];
  readonly scintillator: Layer;
  /** Distance between columns, and between rows in the plane of the container's middle. */
  readonly pitchCm: number;
  readonly sourceHeightCm: number;
  readonly sourceToCentreCm: number;
  /** What passes through: lorries, or wagons on rails. */
  readonly traffic: 'road' | 'rail';
  /** `arc`: elements face the source, rows are equal steps of angle. `straight`: an upright array, equal steps of height. */
  readonly array: 'arc' | 'straight';
  /** Reading of the open beam; 16-bit full scale is 65,535. */
  readonly airReading: number;
  /** Scatter that reaches an element: a share of its neighbourhood's mean signal, and its ceiling in open beams. */
  readonly scatterRatio: number;
  readonly scatterCeiling: number;
  /** Share of the signal that blur gives to each of the two neighbours, in x and in y. */
  readonly blurRatio: number;
  /** Standard deviation of electronic noise, in readings. */
  readonly electronicNoise: number;
  /** High-energy transmission below which the exported picture shows noise, scatter or black only. */
  readonly penetrationLimit: number;
  readonly faults: ScannerFaults;
}

/** Interlaced pulses of two end-point energies. */
export interface DualEnergyScanner extends AnyScanner {
  readonly endPointsMeV: { readonly high: number; readonly low: number };
  /** Quanta that one element detects in the open beam during one pulse. */
  readonly openBeamQuanta: { readonly high: number; readonly low: number };
  readonly exports: ReadingsExport<'dual-16'>;
}

/** One end-point energy: without low-energy pulses there is no dual export. */
interface SingleEnergyScanner extends AnyScanner {
  readonly endPointsMeV: { readonly high: number; readonly low?: never };
  readonly openBeamQuanta: { readonly high: number; readonly low?: never };
  readonly exports: ReadingsExport<'single-16'> | DisplayExport;
}

/** One scanner, as the simulator makes its scans. */
export type ScannerPreset = DualEnergyScanner | SingleEnergyScanner;
