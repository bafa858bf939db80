import { ENERGIES, type Energy, type Plane } from '../../domain/plane.ts';
import { primaryPlane, type ViewPlanes } from '../../domain/view.ts';
import { soften } from './soften.ts';
import type { ThreatPicture } from './threat-picture.ts';

/** A threat as it was recorded alone in the beam, and what is known of it. */
export interface RecordedThreat {
  readonly planes: ViewPlanes;
  /** Reading of the open beam, by energy. */
  readonly airLevels: Readonly<Partial<Record<Energy, number>>>;
  readonly pitchMm: number;
  readonly category: string;
  readonly massKg: number | null;
}

/** A pixel belongs to the threat where its surroundings are darker than air by this many of their own deviations. */
const OUTLINE_DEVIATIONS = 4;
const LEAST_CONTRAST = 0.006;
/** A smaller piece than this share of the largest is dirt, or noise. */
const LEAST_PIECE = 0.002;
/** Pixels added around the outline, and the blur that fades it out, in px². */
const GROWN_PX = 2;
const FADE = 1;
/** The border cuts through the threat where this many pixels of it in a row are darker than air. */
const CUT_PX = 9;

/**
 * Cuts a recorded threat out of its picture: transmission is reading over air, and exactly 1 outside of the outline,
 * so that neither the picture's border nor its noise in air is projected. Null where nothing stands out from air.
 */
export function cutOutThreat(recorded: RecordedThreat): ThreatPicture | null {
  const { widthPx, heightPx } = primaryPlane(recorded.planes);
  const through: Partial<Record<Energy, Float32Array>> = {};
  const noiseVariance = { high: 0, low: 0 };
  const inside = new Uint8Array(widthPx * heightPx);
  let borderContrast = 0;
  for (const energy of ENERGIES) {
    const plane = recorded.planes[energy];
    if (plane === undefined) continue;
    const ratio = transmissionOf(plane, recorded.airLevels[energy] ?? 0);
    const variance = varianceInAir(ratio, widthPx, heightPx);
    const least = Math.max(LEAST_CONTRAST, (OUTLINE_DEVIATIONS * Math.sqrt(variance)) / 3);
    const calm = soften(ratio, widthPx, heightPx, { along: 1, across: 1 });
    for (let i = 0; i < calm.length; i++) if (1 - (calm[i] ?? 1) > least) inside[i] = 1;
    borderContrast = Math.max(borderContrast, contrastAlongBorder(calm, widthPx, heightPx, least));
    noiseVariance[energy] = variance;
    through[energy] = ratio;
  }
  keepLargePieces(inside, widthPx, heightPx);
  if (!inside.includes(1)) return null;
  const grown = grow(inside, widthPx, heightPx);
  const share = soften(Float32Array.from(grown), widthPx, heightPx, { along: FADE, across: FADE });
  const outlineContrast = Math.max(...Object.values(through).map((ratio) => contrastAt(ratio, inside, grown)));
  const transmission: Partial<Record<Energy, Float32Array>> = {};
  for (const energy of ENERGIES) {
    const ratio = through[energy];
    if (ratio !== undefined) transmission[energy] = ratio.map((value, i) => 1 - (share[i] ?? 0) * (1 - value));
  }
  const { category, massKg, pitchMm } = recorded;
  const flaws = { noiseVariance, outlineContrast, borderContrast };
  return { widthPx, heightPx, pitchMm, transmission, category, massKg, flaws };
}

function transmissionOf({ samples }: Plane, airLevel: number): Float32Array {
  return Float32Array.from(samples, (reading) => Math.min(1, reading / airLevel));
}

/**
 * Twice the mean square below air's median, of the brighter half of the picture: brighter than air is cut off in many
 * exports, and what is darker may be the threat.
 */
function varianceInAir(ratio: Float32Array, widthPx: number, heightPx: number): number {
  const differences: number[] = [];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x + 1 < widthPx; x += 2) {
      const [a, b] = [ratio[y * widthPx + x] ?? 1, ratio[y * widthPx + x + 1] ?? 1];
      if (Math.min(a, b) > 0.9 && Math.max(a, b) < 1) differences.push(Math.abs(a - b));
    }
  }
  differences.sort((a, b) => a - b);
  // Median of |difference| of two normal draws is 0.954 of one draw's deviation.
  const deviation = (differences[differences.length >> 1] ?? 0) / 0.954;
  return deviation * deviation;
}

/** The largest mean contrast over `CUT_PX` border pixels in a row. */
function contrastAlongBorder(calm: Float32Array, widthPx: number, heightPx: number, least: number): number {
  const border: number[] = [];
  const add = (x: number, y: number) => border.push(1 - (calm[y * widthPx + x] ?? 1));
  for (let x = 0; x < widthPx; x++) add(x, 0);
  for (let y = 1; y < heightPx; y++) add(widthPx - 1, y);
  for (let x = widthPx - 2; x >= 0; x--) add(x, heightPx - 1);
  for (let y = heightPx - 2; y > 0; y--) add(0, y);
  let largest = 0;
  for (let start = 0; start + CUT_PX <= border.length; start++) {
    let sum = 0;
    for (let i = start; i < start + CUT_PX; i++) sum += border[i] ?? 0;
    largest = Math.max(largest, sum / CUT_PX);
  }
  return largest > least ? largest : 0;
}

/** Mean contrast in the ring that was added around the outline: what fading has to hide. */
function contrastAt(ratio: Float32Array, inside: Uint8Array, grown: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < ratio.length; i++) {
    if (grown[i] !== 1 || inside[i] === 1) continue;
    sum += 1 - (ratio[i] ?? 1);
    count++;
  }
  // Faded over about four pixels, of which no two neighbours differ by more than a third of it.
  return count === 0 ? 0 : Math.max(0, sum / count / 3);
}

function grow(inside: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  const grown = new Uint8Array(inside.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (inside[y * widthPx + x] !== 1) continue;
      for (let row = Math.max(0, y - GROWN_PX); row <= Math.min(heightPx - 1, y + GROWN_PX); row++) {
        grown.fill(
          1,
          row * widthPx + Math.max(0, x - GROWN_PX),
          row * widthPx + Math.min(widthPx - 1, x + GROWN_PX) + 1,
        );
      }
    }
  }
  return grown;
}

/** Clears every connected piece (eight neighbours) that is small beside the largest. */
function keepLargePieces(inside: Uint8Array, widthPx: number, heightPx: number): void {
  const seen = new Uint8Array(inside.length);
  const pieces: number[][] = [];
  for (let start = 0; start < inside.length; start++) {
    if (inside[start] !== 1 || seen[start] === 1) continue;
    const piece = [start];
    seen[start] = 1;
    for (let next = 0; next < piece.length; next++) {
      const here = piece[next] ?? start;
      const [x, y] = [here % widthPx, Math.floor(here / widthPx)];
      for (let row = Math.max(0, y - 1); row <= Math.min(heightPx - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(widthPx - 1, x + 1); column++) {
          const neighbour = row * widthPx + column;
          if (inside[neighbour] !== 1 || seen[neighbour] === 1) continue;
          seen[neighbour] = 1;
          piece.push(neighbour);
        }
      }
    }
    pieces.push(piece);
  }
  const largest = Math.max(0, ...pieces.map((piece) => piece.length));
  for (const piece of pieces) {
    if (piece.length < Math.max(6, largest * LEAST_PIECE)) for (const pixel of piece) inside[pixel] = 0;
  }
}
