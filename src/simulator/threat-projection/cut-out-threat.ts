import { ENERGIES, type Energy, type Plane } from '../../domain/scan/plane.ts';
import { primaryPlane, type ViewPlanes } from '../../domain/scan/view.ts';
import { unevenAir } from './even-out.ts';
import { grow, keepLargePieces } from './outline.ts';
import { soften } from './soften.ts';
import type { ThreatFlaws, ThreatPicture } from './threat-picture.ts';

/** A threat as it was recorded alone in the beam, and what is known of it. */
export interface RecordedThreat {
  readonly planes: ViewPlanes;
  /** Reading of the open beam where it was recorded with the threat; null takes it from the picture. */
  readonly airLevel: number | null;
  readonly pitchMm: number;
  readonly category: string;
  readonly massKg: number | null;
}

/** A pixel belongs to the threat where its surroundings are darker than air by this many of their own deviations. */
const OUTLINE_DEVIATIONS = 4;
const LEAST_CONTRAST = 0.006;
/** A mean over a blur of 1 px² has a third of a pixel's deviation, about. */
const CALMING = { blur: { along: 1, across: 1 }, deviationLeft: 1 / 3 };
/** Pixels added around the outline, the blur that fades it out, in px², and how far outside a halo is looked for. */
const GROWN_PX = 2;
const FADE = { along: 1, across: 1 };
const HALO_PX = 5;
/** Fewer pixels of air than this around a threat say nothing of the air's level. */
const LEAST_AIR_PX = 50;

/** One energy of a recorded threat, as transmission, and the same with its noise calmed down. */
interface RecordedEnergy {
  readonly energy: Energy;
  readonly plane: Plane;
  readonly ratio: Float32Array;
  readonly calm: Float32Array;
  readonly variance: number;
}

/**
 * Cuts a recorded threat out of its picture: transmission is reading over air, and exactly 1 outside of the outline,
 * so that neither the picture's border nor its noise in air is projected. Null where nothing stands out from air.
 */
export function cutOutThreat(recorded: RecordedThreat): ThreatPicture | null {
  const { widthPx, heightPx } = primaryPlane(recorded.planes);
  const { airLevel } = recorded;
  const trays = airLevel === null ? traysOf(recorded.planes) : {};
  const rough = readEnergies(recorded, (plane, energy) => trays[energy] ?? airLevel ?? medianAlongBorder(plane));
  const around = grow(outlineOf(rough, widthPx, heightPx), widthPx, heightPx, HALO_PX);
  // Many exports cut off what is brighter than air, so that air's mean lies below its nominal reading.
  const energies = readEnergies(recorded, (plane, energy) => trays[energy] ?? airLevel ?? airAround(plane, around));
  const outline = outlineOf(energies, widthPx, heightPx);
  if (!outline.includes(1)) return null;
  const grown = grow(outline, widthPx, heightPx, GROWN_PX);
  const halo = grow(outline, widthPx, heightPx, HALO_PX);
  const share = soften(Float32Array.from(grown), widthPx, heightPx, FADE);
  const transmission: Partial<Record<Energy, Float32Array>> = {};
  const noiseVariance = { high: 0, low: 0 };
  const flaws = { outlineContrast: 0, cutPx: 0, cutContrast: 0 };
  for (const { energy, ratio, calm, variance } of energies) {
    transmission[energy] = ratio.map((value, i) => 1 - (share[i] ?? 0) * (1 - value));
    noiseVariance[energy] = variance;
    flaws.outlineContrast = Math.max(flaws.outlineContrast, haloContrast(ratio, grown, halo));
    const cut = longestCut(calm, outline, widthPx, heightPx);
    if (cut.cutPx > flaws.cutPx) Object.assign(flaws, cut);
  }
  const { category, massKg, pitchMm } = recorded;
  return { widthPx, heightPx, pitchMm, transmission, category, massKg, flaws: { ...flaws, noiseVariance } };
}

/** What the beam reads without the threat, pixel by pixel, in the energies whose air is uneven. */
function traysOf(planes: ViewPlanes): Readonly<Partial<Record<Energy, Float32Array>>> {
  const trays: Partial<Record<Energy, Float32Array>> = {};
  for (const energy of ENERGIES) {
    const plane = planes[energy];
    const tray = plane === undefined ? null : unevenAir(plane, sortedBorder(plane));
    if (tray !== null) trays[energy] = tray;
  }
  return trays;
}

/** Air is one reading for a whole picture, or one for each of its pixels. */
function readEnergies(
  { planes }: RecordedThreat,
  airOf: (plane: Plane, energy: Energy) => number | Float32Array,
): readonly RecordedEnergy[] {
  return ENERGIES.flatMap((energy) => {
    const plane = planes[energy];
    if (plane === undefined) return [];
    const air = airOf(plane, energy);
    const ratio = Float32Array.from(
      plane.samples,
      (reading, i) => reading / (typeof air === 'number' ? air : (air[i] ?? 1)),
    );
    const calm = soften(ratio, plane.widthPx, plane.heightPx, CALMING.blur);
    return [{ energy, plane, ratio, calm, variance: varianceInAir(ratio, plane.widthPx, plane.heightPx) }];
  });
}

function outlineOf(energies: readonly RecordedEnergy[], widthPx: number, heightPx: number): Uint8Array {
  const outline = new Uint8Array(widthPx * heightPx);
  for (const { calm, variance } of energies) {
    const least = Math.max(LEAST_CONTRAST, OUTLINE_DEVIATIONS * Math.sqrt(variance) * CALMING.deviationLeft);
    for (let i = 0; i < calm.length; i++) if (1 - (calm[i] ?? 1) > least) outline[i] = 1;
  }
  return keepLargePieces(outline, widthPx, heightPx);
}

/** A threat alone fills less than half of its picture's border. */
function medianAlongBorder(plane: Plane): number {
  const border = sortedBorder(plane);
  return Math.max(1, border[border.length >> 1] ?? 1);
}

function sortedBorder({ samples, widthPx, heightPx }: Plane): readonly number[] {
  const border: number[] = [];
  for (let x = 0; x < widthPx; x++) border.push(samples[x] ?? 0, samples[(heightPx - 1) * widthPx + x] ?? 0);
  for (let y = 0; y < heightPx; y++) border.push(samples[y * widthPx] ?? 0, samples[(y + 1) * widthPx - 1] ?? 0);
  return border.sort((a, b) => a - b);
}

/** The mean reading of air around a threat; along its picture's border where hardly any is seen. */
function airAround(plane: Plane, around: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < around.length; i++) {
    if (around[i] === 1) continue;
    sum += plane.samples[i] ?? 0;
    count++;
  }
  return count < LEAST_AIR_PX ? medianAlongBorder(plane) : sum / count;
}

/** From neighbours that are both near to air: the threat's own structure stays out of it. */
function varianceInAir(ratio: Float32Array, widthPx: number, heightPx: number): number {
  const differences: number[] = [];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x + 1 < widthPx; x += 2) {
      const [a, b] = [ratio[y * widthPx + x] ?? 1, ratio[y * widthPx + x + 1] ?? 1];
      if (Math.min(a, b) > 0.9 && a !== b) differences.push(Math.abs(a - b));
    }
  }
  differences.sort((a, b) => a - b);
  // The median of |difference| of two normal draws is 0.954 of one draw's deviation.
  const deviation = (differences[differences.length >> 1] ?? 0) / 0.954;
  return deviation * deviation;
}

/** Mean contrast of the air just outside of the cut. */
function haloContrast(ratio: Float32Array, grown: Uint8Array, halo: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < ratio.length; i++) {
    if (halo[i] !== 1 || grown[i] === 1) continue;
    sum += 1 - (ratio[i] ?? 1);
    count++;
  }
  return count === 0 ? 0 : Math.abs(sum / count);
}

/** Pictures are cropped to the threat, which then touches a side; it is cut where it fills this share of one. */
const CUT_SHARE = 0.5;

/** The longest stretch of the picture's border that cuts through the threat. */
function longestCut(
  calm: Float32Array,
  outline: Uint8Array,
  widthPx: number,
  heightPx: number,
): Pick<ThreatFlaws, 'cutPx' | 'cutContrast'> {
  const sides = [
    Array.from({ length: widthPx }, (_, x) => x),
    Array.from({ length: widthPx }, (_, x) => (heightPx - 1) * widthPx + x),
    Array.from({ length: heightPx }, (_, y) => y * widthPx),
    Array.from({ length: heightPx }, (_, y) => y * widthPx + widthPx - 1),
  ];
  let longest = { cutPx: 0, cutContrast: 0 };
  for (const side of sides) {
    let [length, sum] = [0, 0];
    for (const at of side) {
      length = outline[at] === 1 ? length + 1 : 0;
      sum = length === 0 ? 0 : sum + 1 - (calm[at] ?? 1);
      if (length > longest.cutPx && length > side.length * CUT_SHARE)
        longest = { cutPx: length, cutContrast: sum / length };
    }
  }
  return longest;
}
