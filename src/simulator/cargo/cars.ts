import { block, moveSolids, solidOf, tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { type CargoKind, drawGoodsEnd } from './cargo-kind.ts';
import { turnedBlock } from './goods-shapes.ts';

/** One to four cars: on the floor, and in a high container with a second one on a rack over the bonnet of the first. */
export const cars: CargoKind = { load, hasAisle: false };

const WIDTH_CM = 172;

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const near = (space.z[0] + space.z[1] - WIDTH_CM) / 2;
  const end = drawGoodsEnd(space, random);
  const usesRacks = space.y[1] - space.y[0] > 225 && random.chance(0.5);
  const solids: Solid[] = [];
  let x = space.x[0] + random.between(8, 30);
  for (let car = 0; car < 3; car++) {
    const length = random.between(375, 470);
    if (x + length > end) break;
    const isTurned = random.chance(0.4);
    const parts = moveSolids(buildCar(length, random), { x: 0, y: 0, z: 0 }, isTurned ? length : null);
    const isLifted = usesRacks && car % 2 === 1;
    const lift = isLifted ? Math.min(70, space.y[1] - space.y[0] - 158) : 0;
    solids.push(...moveSolids(parts, { x, y: space.y[0] + lift, z: near }));
    if (isLifted) solids.push(...rack(x, length, space.y[0], lift, [near, near + WIDTH_CM]));
    else solids.push(...chocks(x, length, space.y[0], near));
    x += length + random.between(12, 70);
  }
  // What is sent with a car: its spare parts and wheels, or somebody's boxes.
  if (end - x > 130) {
    const height = random.between(40, 150);
    solids.push(
      block('cardboard', [x, x + 80], [space.y[0], space.y[0] + height], [near, near + 120], random.between(0.1, 0.4)),
    );
  }
  return solids;
}

function buildCar(length: number, random: Random): readonly Solid[] {
  const roof = random.between(138, 155);
  const isEstate = random.chance(0.5);
  const waist = 88;
  const sill = 24;
  const sheet = 0.2;
  const rearGlass = length * (isEstate ? 0.95 : 0.82);
  const cabin = [
    [length * 0.24, waist],
    [length * 0.42, roof],
    [length * (isEstate ? 0.86 : 0.7), roof - 2],
    [rearGlass, waist],
  ] as const;
  const body = [
    [4, sill + 14],
    [6, 66],
    [length * 0.24, waist],
    [length - 6, waist],
    [length - 3, sill + 14],
    [length - 40, sill],
    [40, sill],
  ] as const;
  const sides: readonly Span[] = [
    [2, 2 + sheet],
    [WIDTH_CM - 2 - sheet, WIDTH_CM - 2],
  ];
  const axles = [length * 0.18, length * 0.8] as const;
  return [
    ...sides.flatMap((z) => [
      solidOf('steel', { kind: 'prism', outline: body, z }),
      solidOf('glass', { kind: 'prism', outline: cabin, z: [z[0], z[0] + 0.35] }),
    ]),
    // Roof, pillars, floor, bulkhead, bonnet: sheet seen edge-on.
    block('steel', [length * 0.42, length * (isEstate ? 0.86 : 0.7)], [roof - 3, roof - 1], [8, WIDTH_CM - 8], 0.06),
    pillar(cabin[0], cabin[1], 0.05),
    pillar(cabin[2], cabin[3], 0.05),
    pillar([length * 0.53, waist], [length * 0.52, roof - 2], 0.035),
    block('steel', [50, length - 45], [sill, sill + 2.5], [6, WIDTH_CM - 6], 0.08),
    block('steel', [length * 0.23, length * 0.25], [sill, waist], [8, WIDTH_CM - 8], 0.06),
    block('steel', [6, 12], [34, 52], [10, WIDTH_CM - 10], 0.05),
    block('steel', [length - 12, length - 6], [34, 52], [10, WIDTH_CM - 10], 0.05),
    // Engine, gearbox, radiator, battery.
    block('aluminium', [length * 0.09, length * 0.2], [32, 74], [50, 115], 0.55),
    block('steel', [length * 0.1, length * 0.19], [30, 60], [58, 108], 0.3),
    block('aluminium', [length * 0.12, length * 0.21], [28, 50], [115, 150], 0.4),
    block('aluminium', [16, 20], [32, 70], [40, 130], 0.25),
    block('lead', [length * 0.06, length * 0.06 + 22], [56, 74], [20, 37], 0.35),
    // Exhaust, tank, seats, steering wheel.
    block('steel', [length * 0.25, length * 0.9], [16, 21], [60, 66], 0.18),
    block('steel', [length * 0.72, length * 0.85], [14, 26], [54, 90], 0.05),
    block('diesel', [length * 0.58, length * 0.7], [26, 44], [30, 140], random.between(0.05, 0.5)),
    ...[length * 0.4, length * 0.62].flatMap((seat) => [
      block('polyethylene', [seat, seat + 48], [34, 52], [20, 150], 0.07),
      turnedBlock('polyethylene', { x: seat + 54, y: 80 }, { length: 12, height: 60 }, -0.3, [20, 150], 0.07),
      block('steel', [seat + 2, seat + 46], [28, 34], [24, 146], 0.02),
    ]),
    ...tube('steel', 'z', { x: length * 0.38, y: 86, z: 52 }, 3, 17, 15.5),
    ...axles.flatMap((x) => [...wheel(x, 12), ...wheel(x, WIDTH_CM - 12), ...suspension(x)]),
  ];

  function pillar(from: readonly [number, number], to: readonly [number, number], packing: number): Solid {
    const outline = [from, to, [to[0] + 5, to[1]], [from[0] + 5, from[1]]] as const;
    return solidOf('steel', { kind: 'prism', outline, z: [4, WIDTH_CM - 4] }, packing);
  }
}

function wheel(x: number, z: number): readonly Solid[] {
  const at = { x, y: 31, z };
  return [
    ...tube('rubber', 'z', at, 19, 31, 29.3),
    ...tube('rubber', 'z', at, 3, 29.3, 20),
    ...tube('aluminium', 'z', at, 17, 20, 19),
    ...tube('aluminium', 'z', at, 2.2, 19, 4),
    ...tube('steel', 'z', at, 2.4, 14, 7),
  ];
}

function suspension(x: number): readonly Solid[] {
  return [
    block('steel', [x - 4, x + 4], [27, 33], [24, WIDTH_CM - 24], 0.15),
    ...[24, WIDTH_CM - 24].flatMap((z) => tube('steel', 'y', { x, y: 54, z }, 44, 6, 5)),
  ];
}

/** A frame of wood or steel that carries the upper car at both ends. */
function rack(x: number, length: number, floor: number, lift: number, z: Span): readonly Solid[] {
  return [0.1, 0.3, 0.7, 0.9].flatMap((share) => {
    const left = x + share * length;
    return [
      block('wood', [left, left + 9], [floor, floor + lift], [z[0], z[0] + 9]),
      block('wood', [left, left + 9], [floor, floor + lift], [z[1] - 9, z[1]]),
      block('wood', [left - 30, left + 39], [floor + lift - 4, floor + lift], z, 0.35),
    ];
  });
}

function chocks(x: number, length: number, floor: number, near: number): readonly Solid[] {
  return [0.18, 0.8].flatMap((share) =>
    [-36, 28].map((away) => {
      const left = x + share * length + away;
      return block('wood', [left, left + 10], [floor, floor + 9], [near, near + WIDTH_CM], 0.5);
    }),
  );
}
