import { createRandom, type Random } from '../../src/simulator/random.ts';
import type { DualEnergyScanner, ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { SCANNER_PRESETS } from '../../src/simulator/scanner-presets.ts';
import type { ScanOrder } from '../../src/simulator/simulate-scan.ts';

/** Lengths in centimetres, energies in MeV: from what drives on a lorry to what a large port builds. */
const SOURCE_HEIGHT = [70, 240] as const;
const SOURCE_TO_CENTRE = [270, 620] as const;
const PITCH = [0.8, 1.1] as const;
const HIGH_END_POINT = [5, 9.5] as const;
const LOW_SHARE = [0.52, 0.8] as const;
const STEEL_FILTER = [0.3, 1] as const;
const TUNGSTEN_FILTER = [0.03, 0.2] as const;
const SCINTILLATOR = [2, 3] as const;
const DOSE_SHARE = [0.3, 1.5] as const;
const SCATTER_RATIO = [0.01, 0.06] as const;
const BLUR_RATIO = [0.05, 0.26] as const;
const ELECTRONIC_NOISE = [2, 9] as const;
const SEEDS_OF_A_DRAWN_SCANNER = 50;

/**
 * A scanner of two energies that no preset is, with the faults, the export and about the dose of one: a technology that has seen
 * a few geometries takes theirs for how containers look. None of the unseen scanners is drawn, but some come near them. Its
 * pixels are nearly as large as a network sees them, for a scan costs by the pixel.
 */
export function drawScanner(preset: DualEnergyScanner, random: Random): DualEnergyScanner {
  const pitchCm = random.between(...PITCH);
  const dose = random.between(...DOSE_SHARE) * (pitchCm / preset.pitchCm) ** 2;
  const high = random.between(...HIGH_END_POINT);
  const steel = { material: 'steel', thicknessCm: random.between(...STEEL_FILTER) } as const;
  const tungsten = { material: 'tungsten', thicknessCm: random.between(...TUNGSTEN_FILTER) } as const;
  return {
    ...preset,
    pitchCm,
    endPointsMeV: { high, low: high * random.between(...LOW_SHARE) },
    openBeamQuanta: { high: preset.openBeamQuanta.high * dose, low: preset.openBeamQuanta.low * dose },
    filters: random.chance(0.5) ? [tungsten, steel] : [steel],
    scintillator: { ...preset.scintillator, thicknessCm: random.between(...SCINTILLATOR) },
    sourceHeightCm: random.between(...SOURCE_HEIGHT),
    sourceToCentreCm: random.between(...SOURCE_TO_CENTRE),
    array: random.pick(['arc', 'straight']),
    scatterRatio: random.between(...SCATTER_RATIO),
    blurRatio: random.between(...BLUR_RATIO),
    electronicNoise: random.between(...ELECTRONIC_NOISE),
  };
}

export function isDual(preset: ScannerPreset): preset is DualEnergyScanner {
  return preset.endPointsMeV.low !== undefined;
}

/** A scanner that no preset is, the same for fifty seeds; none where the scan's preset has one energy, and no pair to draw. */
export function scannerFor(order: ScanOrder): ScannerPreset | undefined {
  const preset: ScannerPreset = SCANNER_PRESETS[order.scanner];
  return isDual(preset) ? drawScanner(preset, createRandom(firstSeed(order), 'scanner')) : undefined;
}

/** What things can be laid from one container into another by: all of its scans are called the same. */
export function nameOfDrawn(order: ScanOrder): string {
  return `drawn-${firstSeed(order)}`;
}

function firstSeed({ seed }: ScanOrder): number {
  return seed - (seed % SEEDS_OF_A_DRAWN_SCANNER);
}
