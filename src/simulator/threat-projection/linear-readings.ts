import type { Plane } from '../../domain/scan/plane.ts';
import { exp, log } from '../elementary.ts';

/** A plane as readings that are proportional to what was detected: row-major, air at `airLevel`. */
export interface LinearReadings {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Float32Array;
  readonly airLevel: number;
  /** Readings from here on say no more than "air or brighter". */
  readonly ceiling: number;
}

/**
 * Undoes the display curve `grey / air = transmission^gamma`; a gamma of 1 leaves readings as they are, one below 1
 * lifted the shadows. 16-bit exports are linear: hand 1 in for them.
 */
export function linearise(plane: Plane, airLevel: number, gamma: number): LinearReadings {
  const fullScale = plane.bitDepth === 8 ? 255 : 65_535;
  const table = Float32Array.from({ length: fullScale + 1 }, (_, reading) => toLinear(reading, airLevel, gamma));
  return {
    widthPx: plane.widthPx,
    heightPx: plane.heightPx,
    values: gamma === 1 ? Float32Array.from(plane.samples) : Float32Array.from(plane.samples, (at) => table[at] ?? 0),
    airLevel,
    ceiling: table[fullScale] ?? fullScale,
  };
}

/** The whole reading that a detected value is exported as; what leaves the scale is cut off. */
export function toReading(value: number, airLevel: number, gamma: number, bitDepth: Plane['bitDepth']): number {
  const bent = gamma === 1 ? value : airLevel * power(value / airLevel, gamma);
  return Math.min(bitDepth === 8 ? 255 : 65_535, Math.max(0, Math.floor(bent + 0.5)));
}

function toLinear(reading: number, airLevel: number, gamma: number): number {
  return gamma === 1 ? reading : airLevel * power(reading / airLevel, 1 / gamma);
}

/** base^exponent for base ≥ 0, the same on every machine. */
function power(base: number, exponent: number): number {
  return base <= 0 ? 0 : exp(Math.max(-60, Math.min(60, exponent * log(base))));
}
