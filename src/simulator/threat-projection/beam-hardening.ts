import type { Energy } from '../../domain/scan/plane.ts';
import { detectedSpectra } from '../condense-spectra.ts';
import { log } from '../elementary.ts';
import type { ScannerPreset } from '../scanner-preset.ts';
import { transmit } from '../transmission.ts';

/**
 * How much weaker a threat is behind goods than in the open beam: goods take the soft part of the spectrum first, and the
 * hard rest comes through the threat more easily. A threat that lets T_t through alone lets T_t^exponent through there.
 */
export interface BeamHardening {
  /** The exponent, 1 in the open beam and falling, for what the goods let through (0…1). */
  readonly exponentBehind: (transmission: number) => number;
}

/** Goods are neither all steel nor all plastic; their exponents at one transmission differ by some hundredths. */
const GOODS = ['steel', 'polyethylene'] as const;
/** A kilogram brick lying flat, and one on edge, are about as much below and above this. */
const THREAT_G_PER_CM2 = 10;
const STEP_G_PER_CM2 = 2;
const STEPS = 120;
/** Grid of the table, in attenuation. */
const CELLS_PER_UNIT = 8;
const LARGEST_ATTENUATION = 7;

/** The exponents of a scanner's beams, from its own spectra. */
export function beamHardeningOf(scanner: ScannerPreset): Readonly<Record<Energy, BeamHardening>> {
  const spectra = detectedSpectra(scanner);
  const thickness = Float32Array.from({ length: STEPS }, (_, step) => (step * STEP_G_PER_CM2) / GOODS.length);
  const goods = new Map(GOODS.map((material) => [material, thickness] as const));
  const threat = thickness.map(() => THREAT_G_PER_CM2);
  const behind = transmit(goods, spectra, STEPS);
  const both = transmit(new Map([...goods, ['cocaine-hydrochloride', threat] as const]), spectra, STEPS);
  const high = tabulate(behind.high, both.high);
  return {
    high,
    low: behind.low === undefined || both.low === undefined ? high : tabulate(behind.low, both.low),
  };
}

/** Straight lines between the attenuations that the steps of thickness make. */
function tabulate(behind: Float64Array, both: Float64Array): BeamHardening {
  const attenuation = Array.from(behind, (through) => -log(through));
  const contrast = Array.from(both, (through, step) => -log(through) - (attenuation[step] ?? 0));
  const alone = contrast[0] ?? 1;
  const table = new Float64Array(LARGEST_ATTENUATION * CELLS_PER_UNIT + 1);
  let step = 0;
  for (let cell = 0; cell < table.length; cell++) {
    const wanted = cell / CELLS_PER_UNIT;
    while (step + 2 < STEPS && (attenuation[step + 1] ?? 0) < wanted) step++;
    const [before = 0, after = 0] = [attenuation[step], attenuation[step + 1]];
    const share = Math.min(1, Math.max(0, (wanted - before) / (after - before)));
    table[cell] = ((contrast[step] ?? 0) + share * ((contrast[step + 1] ?? 0) - (contrast[step] ?? 0))) / alone;
  }
  return {
    exponentBehind: (transmission) => {
      if (transmission >= 1) return 1;
      const at = Math.min(LARGEST_ATTENUATION, -log(Math.max(1e-6, transmission))) * CELLS_PER_UNIT;
      const cell = Math.floor(at);
      const [here = 1, next = here] = [table[cell], table[cell + 1]];
      return here + (at - cell) * (next - here);
    },
  };
}
