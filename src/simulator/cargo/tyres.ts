import { tube } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import type { Random } from '../random.ts';
import type { Point, Solid } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { oval, ovalShell } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { reachAlong } from './two-rows.ts';

/** Loose tyres: laid flat one upon the other, laced so that each leans in its neighbour, or stood on their treads. */
export const tyres: CargoKind = { load, hasAisle: false };

interface Tyre {
  readonly radiusCm: number;
  readonly widthCm: number;
  readonly wallCm: number;
}

/** Bodies a rank deeper than this are drawn as thicker ones: from the side nobody can count them. */
const MOST_RANKS = { laid: 3, laced: 3, stood: 5 } as const;

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const way = random.pick(['laid', 'laced', 'laced', 'stood'] as const);
  const depth = space.z[1] - space.z[0] - 2;
  const drawn = drawTyre(random);
  const inDepth = Math.floor(depth / (way === 'stood' ? drawn.widthCm * 1.05 : 2 * drawn.radiusCm));
  const ranks = Math.min(MOST_RANKS[way], inDepth);
  const tyre: Tyre = { ...drawn, wallCm: drawn.wallCm * (way === 'stood' ? 1 : inDepth / ranks) };
  const profile = drawProfile(random);
  const [start, end] = reachAlong(space, random);
  const pitch = 2 * tyre.radiusCm * random.between(0.98, 1.06);
  const columns = Math.max(1, Math.floor((end - start) / pitch));
  const tierHeight = way === 'stood' ? 1.93 * tyre.radiusCm : tyre.widthCm * (way === 'laced' ? 0.92 : 0.97);
  const most = Math.max(1, Math.floor((space.y[1] - space.y[0] - (way === 'laced' ? 48 : 6)) / tierHeight));
  const leanTo = random.between(-0.06, 0.06);
  const solids: Solid[] = [];
  for (let column = 0; column < columns; column++) {
    const along = columns > 1 ? column / (columns - 1) : 0.5;
    for (let rank = 0; rank < ranks; rank++) {
      const tiers = Math.max(1, Math.min(most, Math.round(most * profile(along)) - (random.chance(0.3) ? 1 : 0)));
      for (let tier = 0; tier < tiers; tier++) {
        const shift = random.between(-3, 3) + leanTo * tier * tierHeight * Math.min(1, column / 3) * along;
        const x = Math.max(start + tyre.radiusCm, start + (column + 0.5) * pitch + shift);
        const low = space.y[0] + tier * tierHeight;
        const at = { x: Math.min(x, end - tyre.radiusCm), z: space.z[0] + 1 + ((rank + 0.5) * depth) / ranks };
        solids.push(
          ...(way === 'stood'
            ? stoodTyres(tyre, { ...at, y: low + tyre.radiusCm }, (depth / ranks) * 0.97)
            : lyingTyre(tyre, { ...at, y: low + tyre.widthCm / 2 }, way === 'laced', random)),
        );
      }
    }
  }
  return solids;
}

function drawTyre(random: Random): Tyre {
  return random.chance(0.25)
    ? { radiusCm: random.between(47, 54), widthCm: random.between(24, 31), wallCm: random.between(1.6, 2.2) }
    : { radiusCm: random.between(29, 38), widthCm: random.between(16, 25), wallCm: random.between(0.9, 1.4) };
}

/** As many tyres in line along the beam as the depth takes. */
function stoodTyres({ radiusCm, widthCm, wallCm }: Tyre, centre: Point, depth: number): readonly Solid[] {
  const bead = radiusCm * 0.6;
  const walls = Math.min(depth * 0.4, (depth / widthCm) * wallCm);
  return [
    ...tube('rubber', 'z', centre, depth, radiusCm, radiusCm - wallCm - 0.4),
    ...[-1, 1].flatMap((side) => {
      const z = centre.z + (side * (depth - walls)) / 2;
      return tube('rubber', 'z', { ...centre, z }, walls, radiusCm - wallCm - 0.4, bead);
    }),
    ...tube('steel', 'z', centre, depth * 0.15, bead + 0.4, bead),
  ];
}

/**
 * A tyre that lies, seen from its edge. One that leans towards the beam shows as an oval with the bead's oval in it: a
 * flat hollow ellipsoid is that picture.
 */
function lyingTyre(
  { radiusCm, widthCm, wallCm }: Tyre,
  centre: Point,
  leans: boolean,
  random: Random,
): readonly Solid[] {
  if (!leans) {
    const lid = { ...centre, y: centre.y + widthCm * 0.42 };
    return [
      ...tube('rubber', 'y', centre, widthCm * 0.94, radiusCm, radiusCm - wallCm),
      ...tube('rubber', 'y', lid, Math.min(wallCm, widthCm * 0.12), radiusCm - wallCm, radiusCm * 0.6),
    ];
  }
  // The lowest one cannot lean into the floor; it rests on its tread.
  const tilt = random.chance(0.2) ? random.between(1.6, 2.6) : random.between(0.95, 1.5);
  const tall = Math.min((widthCm / 2) * tilt + 3, radiusCm * 0.85, widthCm / 2 + 24);
  const raised = { ...centre, y: centre.y + tall - widthCm / 2 };
  return [
    ...ovalShell('rubber', raised, { x: radiusCm, y: tall, z: radiusCm * 0.97 }, wallCm),
    oval(
      'rubber',
      { ...raised, y: raised.y + random.between(-2, 2) },
      { x: radiusCm * 0.62, y: tall * random.between(0.3, 0.55), z: radiusCm * 0.6 },
      0.06,
    ),
  ];
}
