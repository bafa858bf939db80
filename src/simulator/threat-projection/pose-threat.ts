import { ENERGIES, type Energy } from '../../domain/scan/plane.ts';
import { cos, exp, log, sin } from '../elementary.ts';
import type { Blur } from './estimate-blur.ts';
import { soften } from './soften.ts';
import type { ThreatPicture } from './threat-picture.ts';
import type { ThreatVariation } from './vary-threat.ts';

/** A threat in a benign scan's own pixels, ready to be multiplied in. */
export interface PosedThreat {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row-major transmission by energy, as sharp as the benign scan; 1 along the border. */
  readonly transmission: Readonly<Partial<Record<Energy, Float32Array>>>;
  /** 255 where the threat darkens a pixel, before blur. */
  readonly mask: Uint8Array;
  /** Pixels of the benign scan for each pixel of the threat's picture. */
  readonly scale: number;
  /** Share of the variance of the picture's own noise that is left in a pixel of the benign scan. */
  readonly noiseLeft: number;
  /** Variance of the blur that was there before and could not be taken out, in px² of the benign scan. */
  readonly ownBlur: number;
}

/** About a tenth of a g/cm² of anything: less could not be told from nothing. */
const LEAST_CONTRAST = 0.004;
const DARKEST = 1e-6;
/** A blur of 2 px² has faded out within this. */
const IMPULSE_REACH_PX = 8;
/**
 * Reading between pixels widens an edge: a pixel's own width (1/12) and the linear interpolation (1/6), in px² of the
 * threat's picture.
 */
const RESAMPLING_BLUR = 0.25;

/**
 * Resamples a threat into a scan's pixels, turned, mirrored, magnified and shifted: each new pixel is the mean
 * transmission over its area, because a detector element adds up what comes through. All energies go the same way.
 */
export function poseThreat(
  threat: ThreatPicture,
  variation: ThreatVariation,
  scan: { readonly pitchMm: number; readonly blur: Blur },
): PosedThreat {
  const scale = threat.pitchMm / scan.pitchMm;
  const along = { cos: cos(variation.angle), sin: sin(variation.angle) };
  const half = { x: (threat.widthPx * scale) / 2, y: (threat.heightPx * scale) / 2 };
  const reachX = Math.abs(half.x * along.cos) + Math.abs(half.y * along.sin);
  const reachY = (Math.abs(half.x * along.sin) + Math.abs(half.y * along.cos)) * variation.magnification;
  const ownBlur = RESAMPLING_BLUR * scale * scale;
  const missing = { along: Math.max(0, scan.blur.along - ownBlur), across: Math.max(0, scan.blur.across - ownBlur) };
  const margin = 2 + Math.ceil(3 * Math.sqrt(Math.max(missing.along, missing.across)));
  const widthPx = 2 * (Math.ceil(reachX) + margin) + 1;
  const heightPx = 2 * (Math.ceil(reachY) + margin) + 1;

  const parts = Math.min(8, Math.max(2, Math.ceil(1.5 / scale)));
  const transmission: Partial<Record<Energy, Float32Array>> = {};
  const mask = new Uint8Array(widthPx * heightPx);
  for (const energy of ENERGIES) {
    const source = threat.transmission[energy];
    if (source === undefined) continue;
    const dense = source.map((through) => raise(through, variation.density));
    const posed = new Float32Array(widthPx * heightPx);
    for (let y = 0; y < heightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        let sum = 0;
        for (let part = 0; part < parts * parts; part++) {
          const dx = x + ((part % parts) + 0.5) / parts - variation.shift.x - widthPx / 2 + 0.5;
          const dy =
            (y + (Math.floor(part / parts) + 0.5) / parts - variation.shift.y - heightPx / 2 + 0.5) /
            variation.magnification;
          const u = (dx * along.cos + dy * along.sin) / scale;
          const v = (dy * along.cos - dx * along.sin) / scale;
          sum += between(dense, threat.widthPx, threat.heightPx, variation.isMirrored ? -u : u, v);
        }
        const mean = illuminate(sum / (parts * parts), (2 * x) / widthPx - 1, (2 * y) / heightPx - 1, variation);
        posed[y * widthPx + x] = mean;
        if (1 - mean > LEAST_CONTRAST) mask[y * widthPx + x] = 255;
      }
    }
    transmission[energy] = soften(posed, widthPx, heightPx, missing);
  }
  const noiseLeft = Math.min(1, scale * scale) * shareLeftBy(missing);
  return { widthPx, heightPx, transmission, mask, scale, noiseLeft, ownBlur };
}

/** transmission^exponent; noise in a recorded threat's air may lie above 1. */
function raise(transmission: number, exponent: number): number {
  return transmission === 1 ? 1 : exp(log(Math.max(DARKEST, transmission)) * exponent);
}

/** Share of white noise's variance that a blur leaves: the sum of its squared weights. */
function shareLeftBy(blur: { readonly along: number; readonly across: number }): number {
  const size = 2 * IMPULSE_REACH_PX + 1;
  const impulse = new Float32Array(size * size);
  impulse[(size * size) >> 1] = 1;
  return soften(impulse, size, size, blur).reduce((sum, weight) => sum + weight * weight, 0);
}

/** Linear between the four nearest pixels; `u` and `v` from the picture's middle, air beyond its border. */
function between(field: Float32Array, widthPx: number, heightPx: number, u: number, v: number): number {
  const x = u + widthPx / 2 - 0.5;
  const y = v + heightPx / 2 - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= widthPx || top >= heightPx) return 1;
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= widthPx || row >= heightPx ? 1 : (field[row * widthPx + column] ?? 1);
  const fx = x - left;
  const fy = y - top;
  const upper = at(left, top) + fx * (at(left + 1, top) - at(left, top));
  const lower = at(left, top + 1) + fx * (at(left + 1, top + 1) - at(left, top + 1));
  return upper + fy * (lower - upper);
}

/** The ramp fades out where the threat lets all through: it must not draw the threat's picture's own border. */
function illuminate(transmission: number, u: number, v: number, variation: ThreatVariation): number {
  const ramp = u * cos(variation.illuminationAngle) + v * sin(variation.illuminationAngle);
  return transmission * (1 + variation.illumination * ramp * (1 - transmission));
}
