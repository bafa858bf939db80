import type { Box } from '../../domain/scan/box.ts';
import { ENERGIES, type Energy, type Plane } from '../../domain/scan/plane.ts';
import type { ThreatPlace } from '../../domain/scan/sample.ts';
import type { Random } from '../random.ts';
import type { BenignScan } from './benign-scan.ts';
import { extentOf } from './extent-of.ts';
import { type InsertionQuality, judgeInsertion } from './insertion-quality.ts';
import { multiplyIn } from './multiply-in.ts';
import { type Candidate, type Footprint, findPlaces, PLACE_WISHES, type PlaceWish } from './place-threat.ts';
import { type PosedThreat, poseThreat } from './pose-threat.ts';
import { seeGoods } from './seen-goods.ts';
import type { ThreatFlaws, ThreatPicture } from './threat-picture.ts';
import { drawVariation, type ThreatVariation } from './vary-threat.ts';

/** Raised whenever the same seed gives other pixels than before. */
export const TIP_VERSION = '2';

/** How much is to lie in front of and behind a threat: the lightest third of the places found, the heaviest, or any. */
export const OBSCURATIONS = ['any', 'light', 'heavy'] as const;
export type Obscuration = (typeof OBSCURATIONS)[number];

/** A benign scan with a threat in it, and its ground truth in the scan's own pixels. */
export interface Projection {
  readonly planes: Readonly<Partial<Record<Energy, Plane>>>;
  /** 8 bit, 255 where the threat darkens the picture. */
  readonly mask: Plane;
  readonly box: Box;
  readonly place: ThreatPlace | null;
  /** Mass of the threat as it was varied, where its picture's mass is known. */
  readonly massKg: number | null;
  /** Median transmission of the benign scan behind the threat, and whether that is below the penetration limit. */
  readonly obscuredTo: number;
  readonly belowPenetration: boolean;
  /** How far it changes the primary plane, as a share of the open-beam level: see `Multiplied`. */
  readonly contrast: number;
  readonly variation: ThreatVariation;
  readonly quality: InsertionQuality;
}

/** Of all places the shares in which goods, doors, false wall, roof and false floor are tried first. */
const PLACE_SHARES: Readonly<Record<PlaceWish, number>> = {
  goods: 0.5,
  'behind-doors': 0.25,
  'false-wall': 0.1,
  roof: 0.075,
  'false-floor': 0.075,
};

/**
 * Threat image projection: multiplies a threat's transmission into a benign scan's readings, all energies with one
 * geometry, and adds the noise that the fewer quanta bring. Pixels that the threat does not touch stay as they are, to
 * the bit. Null where the threat is too large for the container, or no place would do.
 */
export function projectThreat(
  scan: BenignScan,
  threat: ThreatPicture,
  obscuration: Obscuration,
  random: Random,
): Projection | null {
  const wish = drawWish(random);
  const found =
    findPlace(scan, threat, wish, obscuration, random) ??
    // What is too high for a roof or a floor may still lie among the goods.
    (wish === 'goods' ? null : findPlace(scan, threat, 'goods', obscuration, random));
  if (found === null) return null;
  const { posed, footprint, place, variation } = found;
  const left = place.x - footprint.box.x;
  const top = place.y - footprint.box.y;
  const seamContrast = seamContrastOf(threat.flaws, posed.scale);
  const planes: Partial<Record<Energy, Plane>> = {};
  let measures = { noiseRatio: 1, seamPerNoise: 0, saturatedShare: 0, contrast: 0 };
  for (const energy of ENERGIES) {
    const channel = scan.channels[energy];
    const patch = posed.transmission[energy];
    if (channel === undefined || patch === undefined) continue;
    const done = multiplyIn({
      channel,
      gamma: scan.gamma,
      patch: { ...posed, transmission: patch, left, top },
      threatNoise: threat.flaws.noiseVariance[energy] * posed.noiseLeft,
      seamContrast,
      random: random.fork(`noise-${energy}`),
    });
    planes[energy] = done.plane;
    if (energy === scan.primary.energy) measures = done;
  }
  const { box } = footprint;
  const threatBlur = Math.max(posed.ownBlur, (scan.blur.along + scan.blur.across) / 2);
  return {
    planes,
    mask: maskOf(scan.primary.plane, posed, left, top),
    box: { x: place.x, y: place.y, width: box.width, height: box.height },
    place: place.place,
    massKg: threat.massKg === null ? null : threat.massKg * variation.density,
    obscuredTo: place.transmission,
    belowPenetration: place.transmission < scan.penetrationLimit,
    contrast: measures.contrast,
    variation,
    quality: judgeInsertion({ ...measures, threatBlur, scanBlur: (scan.blur.along + scan.blur.across) / 2 }),
  };
}

/** Where the threat's picture cuts it off along a line too short to be told from an end, nothing is given away. */
const LEAST_CUT_PX = 9;

function seamContrastOf(flaws: ThreatFlaws, scale: number): number {
  return Math.max(flaws.outlineContrast, flaws.cutPx * scale >= LEAST_CUT_PX ? flaws.cutContrast : 0);
}

function drawWish(random: Random): PlaceWish {
  let left = random.unit();
  for (const wish of PLACE_WISHES) {
    left -= PLACE_SHARES[wish];
    if (left < 0) return wish;
  }
  return 'goods';
}

interface Found {
  readonly posed: PosedThreat;
  readonly footprint: Footprint;
  readonly place: Candidate;
  readonly variation: ThreatVariation;
}

function findPlace(
  scan: BenignScan,
  threat: ThreatPicture,
  wish: PlaceWish,
  obscuration: Obscuration,
  random: Random,
): Found | null {
  const inside = random.pick(scan.insides);
  const goods = seeGoods(scan.primary.readings, inside);
  if (isFarTooLarge(threat, scan)) return null;
  const variation = drawVariation(random, wish === 'goods' && random.chance(0.5) ? 'among-goods' : 'upright');
  const least = extentOf(threat, variation, scan.pitchMm);
  if (least.width > inside.width || least.height > inside.height) return null;
  const posed = poseThreat(threat, variation, scan);
  const footprint = footprintOf(posed);
  if (footprint === null) return null;
  const places = findPlaces(goods, footprint, wish, scan.pitchMm, random);
  const place = chooseByObscuration(places, obscuration, scan.penetrationLimit, random);
  return place === null ? null : { posed, footprint, place, variation };
}

/** A picture of so many times the area of the scan, most of it air, would take minutes and gigabytes to be posed. */
const LARGEST_AREA_RATIO = 4;

function isFarTooLarge({ widthPx, heightPx, pitchMm }: ThreatPicture, scan: BenignScan): boolean {
  const { plane } = scan.primary;
  const scale = pitchMm / scan.pitchMm;
  return widthPx * heightPx * scale * scale > LARGEST_AREA_RATIO * plane.widthPx * plane.heightPx;
}

/** Places behind which the scanner sees nothing any more are taken only where there is no other. */
function chooseByObscuration(
  places: readonly Candidate[],
  obscuration: Obscuration,
  penetrationLimit: number,
  random: Random,
): Candidate | null {
  const seenThrough = places.filter((place) => place.transmission >= penetrationLimit);
  const lightFirst = (seenThrough.length > 0 ? seenThrough : places).toSorted(
    (a, b) => b.transmission - a.transmission,
  );
  const rank = random.unit();
  const share = obscuration === 'light' ? rank / 3 : obscuration === 'heavy' ? 1 - rank / 3 : rank;
  return lightFirst[Math.min(lightFirst.length - 1, Math.floor(share * lightFirst.length))] ?? null;
}

function footprintOf({ mask, widthPx, heightPx }: PosedThreat): Footprint | null {
  let [left, top, right, bottom] = [widthPx, heightPx, 0, 0];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (mask[y * widthPx + x] !== 255) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  if (right <= left) return null;
  return { widthPx, mask, box: { x: left, y: top, width: right - left, height: bottom - top } };
}

function maskOf(plane: Plane, posed: PosedThreat, left: number, top: number): Plane {
  const samples = new Uint8Array(plane.widthPx * plane.heightPx);
  for (let y = 0; y < posed.heightPx; y++) {
    for (let x = 0; x < posed.widthPx; x++) {
      const [column, row] = [left + x, top + y];
      if (posed.mask[y * posed.widthPx + x] !== 255) continue;
      if (column >= 0 && row >= 0 && column < plane.widthPx && row < plane.heightPx)
        samples[row * plane.widthPx + column] = 255;
    }
  }
  return { widthPx: plane.widthPx, heightPx: plane.heightPx, bitDepth: 8, samples };
}
