import type { ScannerPreset } from './scanner-preset.ts';

/**
 * Rounds readings to a power of two that is no wider than `stepPerNoise` of their own quantum noise, in place: what is
 * lost is noise, and the picture packs well.
 */
export function coarsen(
  readings: Uint16Array,
  openBeamQuanta: number,
  { airReading }: ScannerPreset,
  stepPerNoise: number,
): void {
  if (stepPerNoise === 0) return;
  for (let index = 0; index < readings.length; index++) {
    const reading = readings[index] ?? 0;
    const widest = stepPerNoise * Math.sqrt((reading * airReading) / openBeamQuanta);
    let step = 1;
    while (step * 2 <= widest) step *= 2;
    readings[index] = Math.min(65_535, Math.floor(reading / step + 0.5) * step);
  }
}
