import { solidOf } from '../build-solid.ts';
import type { CargoSpace } from '../container.ts';
import { MATERIALS } from '../materials.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import type { CargoKind } from './cargo-kind.ts';
import { ovalShell } from './goods-shapes.ts';
import { drawProfile } from './load-profile.ts';
import { placesAlong, twoRows } from './two-rows.ts';

const GOODS = ['rice', 'sugar', 'polyethylene', 'ceramic'] as const;

/**
 * Tall sacks of loose goods shoulder to shoulder in two rows, domed where the goods were poured, the slack neck of the
 * sack standing above them as a thin bright bubble; the last ones by the doors often lower.
 */
export const sacksInRows: CargoKind = { load, hasAisle: true };

function load(space: CargoSpace, random: Random): readonly Solid[] {
  const goods = random.pick(GOODS);
  const packing = random.between(0.4, 0.9) / MATERIALS[goods].densityGPerCm3;
  const profile = drawProfile(random);
  const hasNeck = random.chance(0.6);
  const dome = random.between(8, 26);
  const roughness = random.between(0, 1);
  const places = placesAlong(space, random.between(68, 112), [-1, 4], random);
  const room = space.y[1] - space.y[0] - 3;
  const usual = room * random.between(0.65, 0.95);
  const lean = random.between(-0.02, 0.02);
  return places.flatMap((x, index) =>
    twoRows(space).flatMap((row) => {
      const depth = random.between(0, 4);
      const z: Span = [row[0] + depth, row[1] - 4 + depth];
      const share = profile(places.length > 1 ? index / (places.length - 1) : 0.5);
      const most = Math.min(room - dome * 1.3 - 22, usual * (0.35 + 0.65 * share));
      const top = space.y[0] + Math.max(40, most * random.between(0.94, 1));
      const tierDome = dome * random.between(0.75, 1.25);
      const shift = random.between(-1.2, 1.2) + Math.max(0, lean * index);
      const across: Span = [x[0] + shift, x[1] + shift];
      const fill = packing * random.between(0.92, 1.06);
      const radii = { x: (across[1] - across[0]) / 2, z: (z[1] - z[0]) / 2 };
      const centre = { x: (across[0] + across[1]) / 2, y: top, z: (z[0] + z[1]) / 2 };
      return [
        solidOf(goods, { kind: 'pillar', x: across, y: [space.y[0] + 1, top], z }, fill),
        solidOf(goods, { kind: 'dome', centre, radii: { ...radii, y: tierDome } }, fill),
        ...lumps(random, roughness, centre, radii.x, tierDome).map((at) =>
          solidOf(goods, { kind: 'ellipsoid', ...at }, fill * 0.7),
        ),
        ...(hasNeck
          ? ovalShell(
              'polyethylene',
              { ...centre, y: top + 2 },
              { x: radii.x * 0.97, y: tierDome + random.between(8, 20), z: radii.z * 0.97 },
              0.35,
              1,
            )
          : []),
      ];
    }),
  );
}

/** Poured goods settle in lumps: small hills on the dome, none where the goods run freely. */
function lumps(
  random: Random,
  roughness: number,
  centre: { readonly x: number; readonly y: number; readonly z: number },
  halfLength: number,
  dome: number,
) {
  return Array.from({ length: roughness > 0.4 ? random.integer(2, 4) : 0 }, () => {
    const radius = random.between(8, 14);
    const away = random.between(-0.55, 0.55) * halfLength;
    return {
      centre: {
        x: centre.x + away,
        y: centre.y + dome * random.between(0.5, 0.8),
        z: centre.z + random.between(-15, 15),
      },
      radii: { x: radius, y: radius * 0.6, z: radius * 1.6 },
    };
  });
}
