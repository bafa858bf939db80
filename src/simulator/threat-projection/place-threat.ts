import type { Box } from '../../domain/scan/box.ts';
import type { ThreatPlace } from '../../domain/scan/sample.ts';
import type { Random } from '../random.ts';
import type { SeenGoods } from './seen-goods.ts';

/** Where a threat may be put; `goods` becomes a place by what is found there. */
export const PLACE_WISHES = ['goods', 'behind-doors', 'false-wall', 'roof', 'false-floor'] as const;
export type PlaceWish = (typeof PLACE_WISHES)[number];

/** The pixels that a threat darkens, in its own patch. */
export interface Footprint {
  readonly widthPx: number;
  readonly mask: Uint8Array;
  /** The smallest box around them. */
  readonly box: Box;
}

export interface Candidate {
  /** Where the footprint's box has its top left corner. */
  readonly x: number;
  readonly y: number;
  /** Null where a threat stands free in the middle of a container: no place that smugglers have a name for. */
  readonly place: ThreatPlace | null;
  /** Median transmission of the benign scan behind the threat. */
  readonly transmission: number;
}

const TRIES = 48;
/** Pixels of a footprint that are looked at. */
const LOOKED_AT = 160;
/** How far from its end a container's doors or false wall may hide something, and from roof or floor, in millimetres. */
const DOOR_REACH_MM = 1_300;
const WALL_REACH_MM = 60;
const ROOF_REACH_MM = 350;
const FLOOR_REACH_MM = 250;
/** More open beam than this behind a threat means that it hangs out of the container. */
const LARGEST_OPEN_SHARE = 0.02;
/** From this share of goods on a threat lies among them … */
const AMONG_GOODS = 0.8;
/** … and this share of what is under it carries it. */
const CARRIED_BY = 0.5;
/** Half the depth to which goods must go on under a threat, as a share of the container's inside. */
const CARRIER_DEPTH = 0.02;

/**
 * Places within a container in which a threat could lie: none hangs in the air, none covers open beam. Empty where the
 * threat is too large, or too high for what is wished.
 */
export function findPlaces(
  goods: SeenGoods,
  footprint: Footprint,
  wish: PlaceWish,
  pitchMm: number,
  random: Random,
): readonly Candidate[] {
  const { inside } = goods;
  const room = { x: inside.width - footprint.box.width, y: inside.height - footprint.box.height };
  if (room.x < 0 || room.y < 0) return [];
  const offsets = offsetsOf(footprint);
  const doorsOnRight = random.chance(0.5);
  const candidates: Candidate[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const at = propose(wish, { inside, room, doorsOnRight, heightPx: footprint.box.height, pitchMm, random });
    if (at === null) return [];
    const mustStand = wish === 'goods' || wish === 'behind-doors';
    const floor = inside.y + room.y - random.integer(0, Math.min(room.y, inside.floorRisePx));
    const y = mustStand ? settle(goods, footprint.box, offsets, { x: at.x, y: Math.min(at.y, floor) }, floor) : at.y;
    const seen = look(goods, offsets, at.x, y);
    if (seen.openShare > LARGEST_OPEN_SHARE) continue;
    const place = wish === 'goods' ? nameOf(goods, footprint.box, at.x, y, seen.goodsShare) : wish;
    candidates.push({ x: at.x, y, place, transmission: seen.median });
  }
  return candidates;
}

interface Proposal {
  readonly inside: Box;
  readonly room: { readonly x: number; readonly y: number };
  readonly doorsOnRight: boolean;
  readonly heightPx: number;
  readonly pitchMm: number;
  readonly random: Random;
}

function propose(
  wish: PlaceWish,
  { inside, room, doorsOnRight, heightPx, pitchMm, random }: Proposal,
): { readonly x: number; readonly y: number } | null {
  const any = (most: number) => random.integer(0, Math.max(0, most));
  const fromEnd = (isRight: boolean, reachMm: number) => {
    const distance = any(Math.min(room.x, Math.round(reachMm / pitchMm)));
    return isRight ? inside.x + room.x - distance : inside.x + distance;
  };
  const isLow = (reachMm: number) => heightPx * pitchMm <= reachMm;
  const slack = (reachMm: number) => any(Math.min(room.y, Math.round(reachMm / pitchMm) - heightPx));
  switch (wish) {
    case 'goods':
      return { x: inside.x + any(room.x), y: inside.y + any(room.y) };
    case 'behind-doors':
      return { x: fromEnd(doorsOnRight, DOOR_REACH_MM), y: inside.y + any(room.y) };
    case 'false-wall':
      return { x: fromEnd(!doorsOnRight, WALL_REACH_MM), y: inside.y + any(room.y) };
    case 'roof':
      return isLow(ROOF_REACH_MM) ? { x: inside.x + any(room.x), y: inside.y + slack(ROOF_REACH_MM) } : null;
    case 'false-floor':
      return isLow(FLOOR_REACH_MM) ? { x: inside.x + any(room.x), y: inside.y + room.y - slack(FLOOR_REACH_MM) } : null;
  }
}

/** Up to `LOOKED_AT` marked pixels, evenly taken, from the footprint box's corner. */
function offsetsOf({ mask, widthPx, box }: Footprint): readonly (readonly [number, number])[] {
  const marked: (readonly [number, number])[] = [];
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      if (mask[(box.y + y) * widthPx + box.x + x] === 255) marked.push([x, y]);
    }
  }
  const stride = Math.max(1, marked.length / LOOKED_AT);
  return Array.from({ length: Math.min(marked.length, LOOKED_AT) }, (_, i) => marked[Math.floor(i * stride)] ?? [0, 0]);
}

interface Look {
  readonly median: number;
  readonly goodsShare: number;
  readonly openShare: number;
}

function look(goods: SeenGoods, offsets: readonly (readonly [number, number])[], x: number, y: number): Look {
  const seen = offsets.map(([dx, dy]) => goods.at(x + dx, y + dy)).sort((a, b) => a - b);
  const share = (is: (transmission: number) => boolean) => seen.filter(is).length / seen.length;
  return { median: seen[seen.length >> 1] ?? 0, goodsShare: share(goods.isGoods), openShare: share(goods.isOpen) };
}

/**
 * Lets a threat fall until goods surround it or carry it, or until it stands on the floor, its top at
 * `floor`. Returns its new top.
 */
function settle(
  goods: SeenGoods,
  box: Box,
  offsets: readonly (readonly [number, number])[],
  at: { readonly x: number; readonly y: number },
  floor: number,
): number {
  if (look(goods, offsets, at.x, at.y).goodsShare >= AMONG_GOODS) return at.y;
  let y = at.y;
  while (y < floor && !isCarried(goods, box.width, at.x, y + box.height)) y++;
  return y;
}

/** A strap or a rail along the wall carries nothing: goods go on below. */
function isCarried(goods: SeenGoods, width: number, x: number, y: number): boolean {
  const depth = Math.round(goods.inside.height * CARRIER_DEPTH);
  return [0, 1, 2].every((step) => carriedShare(goods, width, x, y + step * depth) >= CARRIED_BY);
}

/** Looked at under the middle half: what is held by one end alone tips over. */
function carriedShare(goods: SeenGoods, width: number, x: number, y: number): number {
  const stride = Math.max(1, width / 24);
  let carried = 0;
  let looked = 0;
  for (let dx = width / 4; dx <= (width * 3) / 4; dx += stride) {
    looked++;
    if (goods.isGoods(goods.at(x + Math.floor(dx), y))) carried++;
  }
  return carried / looked;
}

function nameOf(goods: SeenGoods, box: Box, x: number, y: number, goodsShare: number): ThreatPlace | null {
  if (goodsShare >= AMONG_GOODS) return 'inside-goods';
  const middle = y + (box.height >> 1);
  const { inside } = goods;
  const left = Math.max(inside.x, x - box.width);
  const right = Math.min(inside.x + inside.width - 1, x + 2 * box.width);
  const isAt = (column: number) => goods.isGoods(goods.at(column, middle));
  const onLeft = [left, (left + x) >> 1].some(isAt);
  const onRight = [right, (right + x + box.width) >> 1].some(isAt);
  return onLeft || onRight ? 'between-goods' : null;
}
