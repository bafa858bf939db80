import { block, hollowBlock, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { blockPallet } from './pallet.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const LIQUIDS = ['water', 'diesel', 'polyethylene', 'sugar'] as const;
const BOARDS_CM = 12;

/** Drums of steel or plastic with boards between tiers, or liquids in caged tanks of a cubic metre on pallets. */
export const drums: CargoKind = { load, hasAisle: true };

interface Vessel {
  readonly liquid: (typeof LIQUIDS)[number];
  readonly wall: 'steel' | 'polyethylene';
  /** Share of the liquid's own density. */
  readonly packing: number;
  /** Share of the vessel that is filled. */
  readonly level: number;
}

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const liquid = random.pick(LIQUIDS);
  const vessel: Vessel = {
    liquid,
    wall: random.chance(0.65) ? 'steel' : 'polyethylene',
    packing: random.between(0.6, 1) * Math.min(1, 1 / MATERIALS[liquid].densityGPerCm3),
    level: random.between(0.7, 0.97),
  };
  return random.chance(0.7) ? inDrums(vessel, space, random) : inTanks(vessel, space, random);
}

function inDrums(vessel: Vessel, space: CargoSpace, random: Random): readonly Solid[] {
  const isLarge = random.chance(0.7);
  const radius = isLarge ? random.between(28, 29.5) : random.between(21, 24);
  const height = isLarge ? random.between(84, 92) : random.between(58, 74);
  const most = Math.floor((space.y[1] - space.y[0] - 3) / (height + BOARDS_CM));
  const tiers = random.chance(0.8) ? most : Math.max(1, most - 1);
  const places = placesAlong(space, 2 * radius, [0.5, 3], random);
  const lowFrom = places.length - (random.chance(0.3) ? random.integer(1, Math.ceil(places.length / 2)) : 0);
  return places.flatMap((x, index) =>
    twoRows(space).flatMap((row) => {
      const inRow = Math.max(1, Math.floor((row[1] - row[0]) / (2 * radius + 1)));
      const room = (row[1] - row[0]) / inRow;
      const own = index < lowFrom ? tiers : Math.max(1, tiers - 1);
      return Array.from({ length: own * inRow }, (_, at) => {
        const floor = space.y[0] + Math.floor(at / inRow) * (height + BOARDS_CM) + BOARDS_CM;
        const near = row[0] + (at % inRow) * room;
        const centre = {
          x: (x[0] + x[1]) / 2,
          y: floor + height / 2,
          z: near + radius + random.between(0, room - 2 * radius),
        };
        return [
          ...(at % inRow === 0 ? boards(x, floor, row) : []),
          ...drum(vessel, centre, radius, height, vessel.level * random.between(0.94, 1.02)),
        ];
      }).flat();
    }),
  );
}

function boards(x: Span, floor: number, row: Span): readonly Solid[] {
  return [
    block('wood', x, [floor - BOARDS_CM, floor - BOARDS_CM + 2.5], row, 0.7),
    block('wood', x, [floor - 2.5, floor], row, 0.9),
  ];
}

function drum(
  { liquid, wall, packing }: Vessel,
  centre: { readonly x: number; readonly y: number; readonly z: number },
  radius: number,
  height: number,
  level: number,
): readonly Solid[] {
  const thickness = wall === 'steel' ? 0.1 : 0.45;
  // Rolling hoops stand out by a centimetre: inside the outline that the drum is given.
  const bore = radius - 1 - thickness;
  const at = (y: number) => ({ ...centre, y });
  const floor = centre.y - height / 2;
  return [
    ...tube(wall, 'y', centre, height, bore + thickness, bore),
    ...tube(wall, 'y', at(floor + 0.5), 1.2 * thickness, bore, 0),
    ...tube(wall, 'y', at(floor + height - 1), 1.2 * thickness, bore, 0),
    ...[1 / 3, 2 / 3].flatMap((share) => tube(wall, 'y', at(floor + share * height), 2, radius, bore + thickness)),
    ...tube(liquid, 'y', at(floor + 1 + (height - 2) * level * 0.5), (height - 2) * level, bore, 0).map((solid) => ({
      ...solid,
      densityGPerCm3: solid.densityGPerCm3 * packing,
    })),
  ];
}

function inTanks(vessel: Vessel, space: CargoSpace, random: Random): readonly Solid[] {
  const height = random.between(92, 101);
  const isTwoHigh = 2 * (height + 15) + 3 < space.y[1] - space.y[0] && random.chance(0.6);
  return placesAlong(space, random.pick([100, 120] as const), [1, 5], random).flatMap((x) =>
    twoRows(space).flatMap((z) =>
      Array.from({ length: isTwoHigh && random.chance(0.93) ? 2 : 1 }, (_, tier) => {
        const floor = space.y[0] + tier * (height + 15) + 14.4;
        return tank(vessel, x, [floor, floor + height], z, vessel.level * random.between(0.9, 1.02));
      }).flat(),
    ),
  );
}

/** A bladder of plastic in a cage of tubes, with a cap above and a valve below. */
function tank({ liquid, packing }: Vessel, x: Span, y: Span, z: Span, level: number): readonly Solid[] {
  const inside: Span = [x[0] + 3, x[1] - 3];
  const depth: Span = [z[0] + 3, z[1] - 3];
  const top = y[1] - 6;
  const middle = (x[0] + x[1]) / 2;
  const bars = 6;
  return [
    ...blockPallet(x, y[0] - 14.4, z),
    ...hollowBlock('polyethylene', inside, [y[0], top], depth, 0.25),
    block(liquid, [inside[0] + 0.3, inside[1] - 0.3], [y[0] + 0.3, y[0] + (top - y[0] - 1) * level], depth, packing),
    ...Array.from({ length: bars }, (_, bar) => {
      const left = x[0] + (bar * (x[1] - x[0] - 1.8)) / (bars - 1);
      return block('steel', [left, left + 1.8], [y[0], y[1]], z, 0.008);
    }),
    ...[0.02, 0.35, 0.68, 1].map((share) => {
      const low = y[0] + share * (y[1] - y[0] - 1.8);
      return block('steel', x, [low, low + 1.8], z, 0.012);
    }),
    ...tube('polyethylene', 'y', { x: middle, y: top + 1.5, z: (z[0] + z[1]) / 2 }, 3, 11, 0),
    block('polyethylene', [middle - 4, middle + 4], [y[0] + 2, y[0] + 12], [z[0], z[0] + 3]),
  ];
}
