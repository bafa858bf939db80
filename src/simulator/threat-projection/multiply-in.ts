import type { Plane } from '../../domain/scan/plane.ts';
import { exp, log } from '../elementary.ts';
import type { Random } from '../random.ts';
import type { BenignChannel } from './benign-scan.ts';
import type { NoiseModel } from './estimate-noise.ts';
import { type LinearReadings, toReading } from './linear-readings.ts';
import { soften } from './soften.ts';

/** A posed threat's transmission at one energy, and where in the scan its top left corner lies. */
export interface Patch {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly transmission: Float32Array;
  readonly mask: Uint8Array;
  readonly left: number;
  readonly top: number;
}

export interface Multiplication {
  readonly channel: BenignChannel;
  readonly gamma: number;
  readonly patch: Patch;
  /** Variance of the threat's own noise, in transmission² a pixel of the scan. */
  readonly threatNoise: number;
  /** 1 − transmission of a step along the threat's outline that is none of its own edges. */
  readonly seamContrast: number;
  readonly random: Random;
}

export interface Multiplied {
  readonly plane: Plane;
  readonly seamPerNoise: number;
  readonly noiseRatio: number;
  readonly saturatedShare: number;
  /**
   * How far the threat changes the picture: mean absolute change over its mask, as a share of the open-beam level (255 greys
   * on most displays). Of exported values, after the display curve and rounding, not of attenuation: what goods of a few
   * greys hide is hidden here, too.
   */
  readonly contrast: number;
}

/** A threat that lets more than this through leaves a pixel as it is. */
const UNTOUCHED = 1e-5;
const DARKEST = 1e-6;

/**
 * T_b · T_t at one energy, T_t weakened as the goods harden the beam, with the noise that is missing. The product carries a quantum variance of T_t² · N_b where
 * T_t · N_b is due, and electronic noise scaled by T_t² where it is due whole; the deficits, less what the threat's own
 * noise brings, are added with the correlation that the scan's noise has.
 */
export function multiplyIn({ channel, gamma, patch, threatNoise, seamContrast, random }: Multiplication): Multiplied {
  const { readings, noise, plane } = channel;
  const { widthPx, heightPx, bitDepth } = plane;
  const samples = bitDepth === 8 ? Uint8Array.from(plane.samples) : Uint16Array.from(plane.samples);
  const white = drawNoise(patch, noise, random);
  let [touched, saturated, due, had, level, change] = [0, 0, 0, 0, 0, 0];
  for (let row = Math.max(0, -patch.top); row < patch.heightPx && patch.top + row < heightPx; row++) {
    for (let column = Math.max(0, -patch.left); column < patch.widthPx && patch.left + column < widthPx; column++) {
      const from = row * patch.widthPx + column;
      const alone = patch.transmission[from] ?? 1;
      if (Math.abs(1 - alone) < UNTOUCHED) continue;
      const at = (patch.top + row) * widthPx + patch.left + column;
      const around = lookAround(readings, patch.left + column, patch.top + row);
      const exponent = channel.hardening.exponentBehind(around.mean / readings.airLevel);
      const through = exp(exponent * log(Math.max(DARKEST, alone)));
      const own = threatNoise * around.mean * around.mean;
      const wanted = varianceAt(noise, around.mean * through);
      const carried = through * through * varianceAt(noise, around.mean) + own;
      // Where the scan is cut off at black, or compression flattened it, it shows no noise, with a threat or without.
      const deficit = around.isFlat ? 0 : Math.max(0, wanted - carried);
      const value = (readings.values[at] ?? 0) * through + Math.sqrt(deficit) * (white[from] ?? 0);
      const reading = toReading(value, readings.airLevel, gamma, bitDepth);
      samples[at] = reading;
      if (patch.mask[from] !== 255) continue;
      touched++;
      level += around.mean;
      change += Math.abs(reading - (plane.samples[at] ?? 0));
      due += wanted;
      had += Math.max(wanted, carried);
      if ((readings.values[at] ?? 0) >= readings.ceiling) saturated++;
    }
  }
  const meanLevel = touched === 0 ? 0 : level / touched;
  // Rounding hides steps that noise does not.
  const deviation = Math.sqrt(varianceAt(noise, meanLevel) + 1 / 12);
  return {
    plane: planeOf(widthPx, heightPx, samples),
    seamPerNoise: (seamContrast * meanLevel) / deviation,
    noiseRatio: due > 0 ? had / due : 1,
    saturatedShare: touched === 0 ? 0 : saturated / touched,
    contrast: touched === 0 ? 0 : change / touched / readings.airLevel,
  };
}

function planeOf(widthPx: number, heightPx: number, samples: Uint8Array | Uint16Array): Plane {
  return samples instanceof Uint8Array
    ? { widthPx, heightPx, bitDepth: 8, samples }
    : { widthPx, heightPx, bitDepth: 16, samples };
}

function varianceAt(noise: NoiseModel | null, level: number): number {
  return noise === null ? 0 : noise.floorVariance + noise.perLevel * level;
}

/** Unit-variance noise over a patch, blurred by three taps (share, 1 − 2·share, share) as the scan's own noise is. */
function drawNoise(patch: Patch, noise: NoiseModel | null, random: Random): Float32Array {
  const white = Float32Array.from({ length: patch.widthPx * patch.heightPx }, () => random.normal());
  if (noise === null) return white;
  const { along, across } = noise.neighbourShare;
  const blurred = soften(white, patch.widthPx, patch.heightPx, { along: 2 * along, across: 2 * across });
  const left = (share: number) => 1 - 4 * share + 6 * share * share;
  const scale = 1 / Math.sqrt(left(along) * left(across));
  return blurred.map((value) => value * scale);
}

/** The mean of a pixel and its neighbours: less noisy than the pixel, and the same in expectation. */
function lookAround(
  { values, widthPx, heightPx }: LinearReadings,
  x: number,
  y: number,
): { readonly mean: number; readonly isFlat: boolean } {
  let [sum, count, least, most] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (let row = Math.max(0, y - 1); row <= Math.min(heightPx - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(widthPx - 1, x + 1); column++) {
      const value = values[row * widthPx + column] ?? 0;
      sum += value;
      count++;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return { mean: sum / count, isFlat: least === most };
}
