import type { PlaneStatistics } from './plane-statistics.ts';

/** The pixel under the pointer in words: place, raw reading, and roughly how much came through. */
export function readoutText(x: number, y: number, reading: number, statistics: PlaneStatistics): string {
  const transmission = Math.min(1, reading / statistics.airLevel);
  const digits = transmission < 0.01 ? 4 : 3;
  return `x ${x}  y ${y}  reading ${reading.toLocaleString('en')}  transmission ≈ ${transmission.toFixed(digits)}`;
}
