import { boundsOf, overlaps } from '../carve.ts';
import { baysUnderDeck } from '../containers/cavities.ts';
import type { Random } from '../random.ts';
import type { Block, Point } from '../solid.ts';
import type { Hold } from './hold.ts';
import { fits } from './stack.ts';
import type { ThreatBuild } from './threat-kind.ts';

/** A packed threat, or a part of one, and where its corner lies. */
export interface Hidden {
  readonly build: ThreatBuild;
  readonly at: Point;
}

/** What a hiding place works with; a place that this container does not have gives null. */
export interface HideRequest {
  readonly hold: Hold;
  readonly massKg: number;
  readonly build: (massKg: number, room: Point, random: Random) => ThreatBuild;
  readonly random: Random;
}

/** The free strip behind the doors that goods always leave. */
const DOOR_ROOM_CM = 58;

/** In the free strip before the doors, which every container has: never null. */
export function hideBehindDoors({ hold, massKg, build, random }: HideRequest): readonly Hidden[] {
  const { x, y, z } = hold.goodsSpace;
  const height = Math.min(190, y[1] - y[0] - 10);
  const packed = build(massKg, { x: DOOR_ROOM_CM, y: height, z: z[1] - z[0] - 8 }, random);
  const slack = Math.max(1, DOOR_ROOM_CM - packed.size.x);
  return [
    {
      build: packed,
      at: { x: x[1] - packed.size.x - random.between(0.5, slack), y: y[0], z: along(z, packed.size.z, random) },
    },
  ];
}

/** In a corner of the unit that machinery leaves free, in two where one is too small. */
export function hideInUnit({ hold, massKg, build, random }: HideRequest): readonly Hidden[] | null {
  const rooms = hold.hides.unit;
  if (rooms.length === 0) return null;
  const first = random.integer(0, rooms.length - 1);
  const turns = rooms.map((_, index) => rooms[(first + index) % rooms.length]);
  for (let parts = 1; parts <= rooms.length; parts++) {
    const hidden = fillRooms(
      turns.filter((room) => room !== undefined),
      parts,
      { massKg, build, random },
    );
    if (hidden !== null) return hidden;
  }
  return null;
}

/** Against the front wall, behind the bulkhead where there is one. */
export function hideInFront({ hold, massKg, build, random }: HideRequest): readonly Hidden[] | null {
  if (hold.hides.unit.length > 0) return null;
  const { x, y, z } = hold.space;
  const floor = hold.goodsSpace.y;
  const depth = hold.cavities.frontCm > 0 ? hold.cavities.frontCm - 2 : 24;
  const packed = build(massKg, { x: depth, y: y[1] - floor[0] - 6, z: z[1] - z[0] - 6 }, random);
  return [
    {
      build: packed,
      at: { x: along([x[0], x[0] + depth], packed.size.x, random), y: floor[0], z: along(z, packed.size.z, random) },
    },
  ];
}

/** Between the sleepers of a raised floor, else between the cross-members under the container's own. */
export function hideUnderFloor({ hold, massKg, build, random }: HideRequest): readonly Hidden[] | null {
  const raised = baysUnderDeck(hold.space, hold.cavities);
  const bays = raised.length > 0 ? raised : hold.hides.underFloor;
  for (let parts = 1; parts <= bays.length; parts++) {
    const first = random.fork(`first-${parts}`).integer(0, bays.length - parts);
    const hidden = fillRooms(bays.slice(first), parts, { massKg, build, random });
    if (hidden !== null) return hidden;
  }
  return null;
}

/** On the lining under the roof, in a reefer's foam, or strapped up under the roof over the goods. */
export function hideUnderRoof({ hold, massKg, build, random }: HideRequest): readonly Hidden[] | null {
  const { space, cavities, hides } = hold;
  if (hides.roofFoam !== null || cavities.roofCm > 0) {
    const room: Block = hides.roofFoam ?? { ...space, y: [space.y[1] - cavities.roofCm + 1, space.y[1]] };
    const packed = build(massKg, sizeOf({ ...room, x: [0, Math.min(320, room.x[1] - room.x[0])] }), random);
    return fits(packed.size, sizeOf(room))
      ? [
          {
            build: packed,
            at: { x: along(room.x, packed.size.x, random), y: room.y[0], z: along(room.z, packed.size.z, random) },
          },
        ]
      : null;
  }
  const packed = build(massKg, { x: 160, y: 26, z: 150 }, random);
  const y = space.y[1] - packed.size.y;
  const goods = hold.goods.map(({ shape }) => boundsOf(shape));
  let at = { x: space.x[1] - packed.size.x - 6, y, z: along(space.z, packed.size.z, random) };
  for (let attempt = 0; attempt < 40; attempt++) {
    const tried = { x: along(space.x, packed.size.x, random), y, z: along(space.z, packed.size.z, random) };
    const room = blockAt(tried, packed.size);
    if (goods.some((bounds) => overlaps(bounds, room))) continue;
    at = tried;
    break;
  }
  return [{ build: packed, at }];
}

/** Spreads a mass evenly over the first rooms; null where a part does not fit its room. */
function fillRooms(
  rooms: readonly Block[],
  parts: number,
  { massKg, build, random }: Omit<HideRequest, 'hold'>,
): readonly Hidden[] | null {
  const hidden: Hidden[] = [];
  for (const [index, room] of rooms.slice(0, parts).entries()) {
    const packed = build(massKg / parts, sizeOf(room), random.fork(`part-${parts}-${index}`));
    if (!fits(packed.size, sizeOf(room))) return null;
    hidden.push({
      build: packed,
      at: { x: along(room.x, packed.size.x, random), y: room.y[0], z: along(room.z, packed.size.z, random) },
    });
  }
  return hidden;
}

/** Somewhere in a span, all of it inside; at its start where it is too long. */
export function along([from, to]: readonly [number, number], length: number, random: Random): number {
  return from + random.unit() * Math.max(0, to - from - length);
}

/** The block of this size whose lowest corner lies there. */
export function blockAt(at: Point, size: Point): Block {
  return { x: [at.x, at.x + size.x], y: [at.y, at.y + size.y], z: [at.z, at.z + size.z] };
}

function sizeOf({ x, y, z }: Block): Point {
  return { x: x[1] - x[0], y: y[1] - y[0], z: z[1] - z[0] };
}
