import { PENETRATION_LIMIT } from '../../src/inference/quality/penetration-limit.ts';
import type { ScannerPreset } from '../../src/simulator/scanner-preset.ts';
import { median } from '../median.ts';

export interface BagSight {
  /** Share of the bag's pixels above the penetration limit, 0…1. */
  readonly litShare: number;
  /** What the bag takes from its median pixel, in standard deviations of that pixel's noise. */
  readonly contrastToNoise: number;
  /** All pixels' contrasts in quadrature: what an observer would have who knew load and bag, all but the noise. */
  readonly detectability: number;
}

/**
 * How far a bag stands out from the noise of its pixels.
 *
 * @param bagPixels - indices of the pixels behind the bag, at least one.
 * @param without - expected readings without the bag.
 * @param withBag - expected readings with it.
 */
export function seeBag(
  bagPixels: readonly number[],
  without: Uint16Array,
  withBag: Uint16Array,
  scanner: ScannerPreset,
): BagSight {
  const limit = PENETRATION_LIMIT * scanner.airReading;
  const contrasts: number[] = [];
  let lit = 0;
  let squares = 0;
  for (const pixel of bagPixels) {
    const before = without[pixel] ?? 0;
    const after = withBag[pixel] ?? 0;
    const contrast = (before - after) / noiseOf(before, scanner);
    contrasts.push(contrast);
    squares += contrast * contrast;
    if (after >= limit) lit++;
  }
  return {
    litShare: lit / bagPixels.length,
    contrastToNoise: median(contrasts),
    detectability: Math.sqrt(squares),
  };
}

/** Standard deviation of one reading: quanta and electronics as `readOut`, dose and gain as `addFaults` draw them. */
function noiseOf(reading: number, scanner: ScannerPreset): number {
  const quanta = (reading * scanner.airReading) / scanner.openBeamQuanta.high;
  const gain = reading * Math.hypot(scanner.faults.doseDeviation, scanner.faults.gainDeviation);
  return Math.sqrt(quanta + scanner.electronicNoise ** 2 + gain ** 2);
}
