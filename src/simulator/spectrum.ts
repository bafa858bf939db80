import { expNegative, log } from './elementary.ts';
import { MATERIALS, massAttenuationCm2PerG } from './materials.ts';
import type { Layer, ScannerPreset } from './scanner-preset.ts';

const ELECTRON_REST_ENERGY_MEV = 0.51099895;
/** Cube root of tungsten's atomic number, 74. */
const CUBE_ROOT_OF_TARGET_Z = 4.198336453;
const BIN_WIDTH_MEV = 0.25;

/** The photon energies that a scanner's beams share, and what its detector weighs each of them with. */
export interface DetectedSpectra {
  readonly energiesMeV: readonly number[];
  /** One weight a photon energy; in the open beam they add up to 1. `low` where the scanner has low-energy pulses. */
  readonly weights: { readonly high: readonly number[]; readonly low?: readonly number[] };
}

interface BeamLine {
  readonly endPointMeV: number;
  readonly filters: readonly Layer[];
  readonly scintillator: Layer;
}

/** The middle of each energy bin from 0 to the end-point: 24 bins for a 6 MV beam. */
function energyBins(endPointMeV: number): readonly number[] {
  return Array.from({ length: Math.ceil(endPointMeV / BIN_WIDTH_MEV) }, (_, bin) => (bin + 0.5) * BIN_WIDTH_MEV);
}

/**
 * Photons per energy in the forward direction of a thin tungsten target: Schiff's formula for θ = 0 (L. I. Schiff,
 * Phys. Rev. 83, 252, 1951; 2BS in Koch & Motz, Rev. Mod. Phys. 31, 920, 1959), in arbitrary units.
 */
export function schiffIntensity(photonMeV: number, endPointMeV: number): number {
  const before = endPointMeV + ELECTRON_REST_ENERGY_MEV;
  const after = before - photonMeV;
  if (photonMeV <= 0 || photonMeV >= endPointMeV) return 0;
  const momentum = (ELECTRON_REST_ENERGY_MEV * photonMeV) / (2 * before * after);
  const screening = CUBE_ROOT_OF_TARGET_Z / 111;
  const logarithm = -log(momentum * momentum + screening * screening);
  const ratio = after / before;
  return Math.max(0, ((1 + ratio * ratio) * logarithm - (1 + ratio) * (1 + ratio)) / photonMeV);
}

/** The spectra of a scanner's beams on common bins of a quarter of a MeV. */
export function binnedSpectra(scanner: ScannerPreset): DetectedSpectra {
  const { high, low } = scanner.endPointsMeV;
  const energiesMeV = energyBins(Math.max(high, low ?? 0));
  const weigh = (endPointMeV: number) => detectedWeights({ ...scanner, endPointMeV }, energiesMeV);
  return { energiesMeV, weights: { high: weigh(high), ...(low !== undefined && { low: weigh(low) }) } };
}

/** I(E) · ε(E) · E per bin, normalised: source spectrum, filters, and the scintillator's absorption. */
function detectedWeights(beam: BeamLine, energiesMeV: readonly number[]): readonly number[] {
  const raw = energiesMeV.map((energyMeV) => {
    let filtered = schiffIntensity(energyMeV, beam.endPointMeV);
    for (const filter of beam.filters) filtered *= expNegative(opticalDepth(filter, energyMeV));
    const absorbed = 1 - expNegative(opticalDepth(beam.scintillator, energyMeV));
    return filtered * absorbed * energyMeV;
  });
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

function opticalDepth(layer: Layer, energyMeV: number): number {
  return (
    massAttenuationCm2PerG(layer.material, energyMeV) * MATERIALS[layer.material].densityGPerCm3 * layer.thicknessCm
  );
}
