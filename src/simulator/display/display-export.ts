import type { Plane } from '../../domain/scan/plane.ts';
import { exp, log } from '../elementary.ts';
import type { Random } from '../random.ts';
import { enhanceDetail } from './enhance-detail.ts';

/** How a scanner turns readings into the 8-bit picture that it shows and saves: air stays bright. */
export interface DisplayExport {
  readonly kind: 'display-8';
  /** What is shown as black and as white: shares of the open beam, or of the picture's own pixels in order of reading. */
  readonly window: {
    readonly kind: 'fixed' | 'percentiles';
    readonly black: number;
    readonly white: number;
  };
  /** Shown = windowed^gamma; below 1 lifts the shadows. */
  readonly gamma: number;
  /** Standard deviation of ln gamma from scan to scan: operators turn knobs. */
  readonly gammaSpread: number;
  /** How much detail against the 3 × 3, and against the half-metre neighbourhood, is added; 0 adds none. */
  readonly sharpening: number;
  readonly localContrast: number;
  /** Lowest and highest JPEG quality, 1…100. */
  readonly jpegQuality: readonly [number, number];
}

export interface DisplayPicture {
  /** 8 bit, as shown: before a JPEG loses anything. */
  readonly plane: Extract<Plane, { readonly bitDepth: 8 }>;
  readonly jpegQuality: number;
}

const NEIGHBOURHOOD_CM = 25;

/** Shows one energy's readings (row-major, `columns` wide) as the scanner's own display would. */
export function showReadings(
  readings: Uint16Array,
  { columns, airReading, pitchCm }: { readonly columns: number; readonly airReading: number; readonly pitchCm: number },
  display: DisplayExport,
  random: Random,
): DisplayPicture {
  const gamma = display.gamma * exp(display.gammaSpread * Math.max(-3, Math.min(3, random.normal())));
  const [black, white] = windowOf(readings, airReading, display);
  const curve = toneCurve(black, white, gamma);
  const rows = readings.length / columns;
  const shown = new Float32Array(readings.length);
  for (let index = 0; index < shown.length; index++) shown[index] = curve[readings[index] ?? 0] ?? 0;
  if (display.sharpening > 0) enhanceDetail(shown, columns, 1, display.sharpening);
  if (display.localContrast > 0) {
    enhanceDetail(shown, columns, Math.round(NEIGHBOURHOOD_CM / pitchCm), display.localContrast);
  }
  // Rounds to nearest and holds at 0 and 255.
  const samples = new Uint8ClampedArray(shown);
  return {
    plane: { widthPx: columns, heightPx: rows, bitDepth: 8, samples: new Uint8Array(samples.buffer) },
    jpegQuality: random.integer(...display.jpegQuality),
  };
}

/** The readings shown as black and as white. */
function windowOf(readings: Uint16Array, airReading: number, { window }: DisplayExport): readonly [number, number] {
  if (window.kind === 'fixed') return [window.black * airReading, window.white * airReading];
  const counts = new Uint32Array(65_536);
  for (let index = 0; index < readings.length; index++) {
    const reading = readings[index] ?? 0;
    counts[reading] = (counts[reading] ?? 0) + 1;
  }
  const black = readingAt(counts, window.black * readings.length);
  return [black, Math.max(black + 1, readingAt(counts, window.white * readings.length))];
}

function readingAt(counts: Uint32Array, rank: number): number {
  let below = 0;
  for (let reading = 0; reading < counts.length; reading++) {
    below += counts[reading] ?? 0;
    if (below > rank) return reading;
  }
  return counts.length - 1;
}

/** Per reading, what is shown, 0…255. */
function toneCurve(black: number, white: number, gamma: number): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, reading) => {
    const windowed = (reading - black) / (white - black);
    if (windowed <= 0) return 0;
    if (windowed >= 1) return 255;
    return 255 * exp(gamma * log(windowed));
  });
}
