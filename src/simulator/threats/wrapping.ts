import { block, hollowBlock, moveSolids, solidOf } from '../build-solid.ts';
import { massKgOf } from '../mass.ts';
import type { Random } from '../random.ts';
import type { Point, Solid } from '../solid.ts';
import { capacityOf, fits, type Piece, piecesFor, type Stack, stackPieces, stackStacks } from './stack.ts';
import type { ThreatBuild } from './threat-kind.ts';

/** What pieces are carried in. */
export type Wrapping = 'none' | 'bag' | 'carton' | 'crate';

/** Inside of a wrapping, largest, and what a man lifts. */
const INSIDES: Readonly<Record<Exclude<Wrapping, 'none'>, { readonly size: Point; readonly mostKg: number }>> = {
  bag: { size: { x: 64, y: 34, z: 33 }, mostKg: 25 },
  carton: { size: { x: 56, y: 38, z: 38 }, mostKg: 24 },
  crate: { size: { x: 98, y: 34, z: 36 }, mostKg: 45 },
};
const BOARD_CM = 1.2;
/** A crate weighs several kilograms itself. */
export const LEAST_FOR_CRATE_KG = 18;

/** Wrappings may weigh as much as a light load: a load further off its mass than this is packed again, with fewer. */
const NEAR_ENOUGH = 0.06;

/**
 * Packs pieces into bags, cartons or crates, all together about the mass wished, and stacks these. Where the room does not
 * take them wrapped, they lie loose.
 */
export function packPieces(piece: Piece, massKg: number, room: Point, wrapping: Wrapping, random: Random): ThreatBuild {
  const pack = (count: number): ThreatBuild => {
    const own = random.fork('pack');
    const wraps = wrapping === 'none' ? [] : wrapAll(piece, count, room, wrapping, own);
    const wrapped = wraps.length > 0 ? stackStacks(wraps, room, own) : null;
    const stack =
      wrapped !== null && fits(wrapped.size, room)
        ? wrapped
        : stackPieces(piece, count, room, own, own.between(0.1, 0.9));
    return { ...stack, massKg: Math.round(massKgOf(stack.solids) * 100) / 100 };
  };
  const count = piecesFor(massKg, piece);
  const packed = pack(count);
  if (Math.abs(packed.massKg / massKg - 1) <= NEAR_ENOUGH) return packed;
  const fewer = pack(Math.max(1, Math.round(count * (massKg / packed.massKg))));
  return Math.abs(fewer.massKg - massKg) < Math.abs(packed.massKg - massKg) ? fewer : packed;
}

/** The wrapped pieces; none where no wrapping fits. */
function wrapAll(
  piece: Piece,
  count: number,
  room: Point,
  wrapping: Exclude<Wrapping, 'none'>,
  random: Random,
): readonly Stack[] {
  const { size, mostKg } = INSIDES[wrapping];
  // Wrapped things do not lie as close to a wall as bricks do.
  const border = 2 * borderOf(wrapping) + 1.2;
  const share = random.between(0.75, 1);
  const insides = [
    { x: size.x * share, y: size.y * share, z: size.z * share },
    { x: size.z * share, y: size.y * share, z: size.x * share },
  ].map(({ x, y, z }) => ({
    x: Math.min(x, room.x - border),
    y: Math.min(y, room.y - border),
    z: Math.min(z, room.z - border),
  }));
  const [first, ...others] = insides.filter((inside) => capacityOf(piece, inside) > 0);
  if (first === undefined) return [];
  const inside = random.pick([first, ...others]);
  const each = Math.max(1, Math.min(capacityOf(piece, inside), Math.floor(mostKg / piece.massKg)));
  const wraps = Math.ceil(count / each);
  return Array.from({ length: wraps }, (_, index) => {
    const inThis = Math.floor((count * (index + 1)) / wraps) - Math.floor((count * index) / wraps);
    return wrap(stackPieces(piece, inThis, inside, random), wrapping);
  });
}

function borderOf(wrapping: Exclude<Wrapping, 'none'>): number {
  return wrapping === 'bag' ? 1.2 : wrapping === 'carton' ? 0.5 : BOARD_CM + 0.4;
}

function wrap({ solids, size }: Stack, wrapping: Exclude<Wrapping, 'none'>): Stack {
  const border = borderOf(wrapping);
  const outer = { x: size.x + 2 * border, y: size.y + 2 * border, z: size.z + 2 * border };
  return {
    solids: [...moveSolids(solids, { x: border, y: border, z: border }), ...sheath(outer, wrapping)],
    size: outer,
  };
}

function sheath({ x, y, z }: Point, wrapping: Exclude<Wrapping, 'none'>): readonly Solid[] {
  switch (wrapping) {
    case 'bag':
      return [
        solidOf('polyethylene', { kind: 'pillar', x: [0, x], y: [0, y], z: [0, z] }, 0.015),
        // The zip's seam stands up a little over what is in the bag.
        solidOf(
          'polyethylene',
          { kind: 'dome', centre: { x: x / 2, y, z: z / 2 }, radii: { x: x * 0.3, y: 2, z: z * 0.3 } },
          0.02,
        ),
      ];
    case 'carton':
      return hollowBlock('cardboard', [0, x], [0, y], [0, z], 0.4);
    case 'crate':
      return [
        ...hollowBlock('wood', [0, x], [0, y], [0, z], BOARD_CM),
        ...[0.12, 0.88].map((share) =>
          block('wood', [x * share - 3, x * share + 3], [0, y], [0, z], (2 * BOARD_CM) / (y + z)),
        ),
      ];
  }
}
