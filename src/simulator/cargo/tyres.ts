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

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const isForLorries = random.chance(0.25);
  const tyre: Tyre = isForLorries
    ? { radiusCm: random.between(47, 54), widthCm: random.between(24, 31), wallCm: random.between(1.6, 2.2) }
    : { radiusCm: random.between(29, 38), widthCm: random.between(16, 25), wallCm: random.between(0.9, 1.4) };
  const way = random.pick(['laid', 'laced', 'laced', 'stood'] as const);
  const profile = drawProfile(random);
  const [start, end] = reachAlong(space, random);
  const pitch = 2 * tyre.radiusCm * random.between(0.98, 1.06);
  const columns = Math.max(1, Math.floor((end - start) / pitch));
  const ranks = Math.floor((space.z[1] - space.z[0] - 2) / (way === 'stood' ? tyre.widthCm * 1.05 : 2 * tyre.radiusCm));
  const room = space.y[1] - space.y[0] - 3;
  const tierHeight = way === 'stood' ? 2 * tyre.radiusCm * 0.96 : tyre.widthCm * (way === 'laced' ? 0.92 : 0.97);
  const most = Math.max(1, Math.floor((room - (way === 'laced' ? 14 : 0)) / tierHeight));
  const leanTo = random.between(-0.06, 0.06);
  const solids: Solid[] = [];
  for (let column = 0; column < columns; column++) {
    const along = columns > 1 ? column / (columns - 1) : 0.5;
    for (let rank = 0; rank < ranks; rank++) {
      const tiers = Math.max(1, Math.min(most, Math.round(most * profile(along)) - (random.chance(0.3) ? 1 : 0)));
      const depth = space.z[0] + 1 + ((rank + 0.5) * (space.z[1] - space.z[0] - 2)) / ranks;
      for (let tier = 0; tier < tiers; tier++) {
        const y = space.y[0] + (tier + 0.5) * tierHeight + 1 + (way === 'laced' ? 5 : 0);
        const shift = random.between(-3, 3) + leanTo * tier * tierHeight * Math.min(1, column / 3) * along;
        const x = Math.max(start + tyre.radiusCm, start + (column + 0.5) * pitch + shift);
        const centre = { x: Math.min(x, end - tyre.radiusCm), y, z: depth };
        solids.push(...(way === 'stood' ? stoodTyre(tyre, centre) : lyingTyre(tyre, centre, way === 'laced', random)));
      }
    }
  }
  return solids;
}

function stoodTyre({ radiusCm, widthCm, wallCm }: Tyre, centre: Point): readonly Solid[] {
  const bead = radiusCm * 0.6;
  return [
    ...tube('rubber', 'z', centre, widthCm, radiusCm, radiusCm - wallCm - 0.4),
    ...[-1, 1].map((side) => {
      const z = centre.z + (side * (widthCm - wallCm)) / 2;
      return tube('rubber', 'z', { ...centre, z }, wallCm, radiusCm - wallCm - 0.4, bead);
    }),
    tube('steel', 'z', centre, widthCm * 0.7, bead + 0.4, bead).map((solid) => ({
      ...solid,
      densityGPerCm3: solid.densityGPerCm3 * 0.25,
    })),
  ].flat();
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
  const half = widthCm / 2;
  if (!leans) {
    return [
      ...tube('rubber', 'y', centre, widthCm * 0.94, radiusCm, radiusCm - wallCm),
      ...tube('rubber', 'y', { ...centre, y: centre.y + half * 0.9 }, wallCm, radiusCm - wallCm, radiusCm * 0.6),
    ];
  }
  const squeeze = random.between(0.9, 1.35);
  const tall = Math.min(half * squeeze + 4, 22);
  return [
    ...ovalShell('rubber', centre, { x: radiusCm, y: tall, z: radiusCm * 0.97 }, wallCm),
    oval(
      'rubber',
      { ...centre, y: centre.y + random.between(-2, 2) },
      { x: radiusCm * 0.62, y: tall * random.between(0.3, 0.55), z: radiusCm * 0.6 },
      0.06,
    ),
  ];
}
