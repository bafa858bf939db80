import { block, solidOf, tube } from '../build-solid.ts';
import type { Random } from '../random.ts';
import type { Solid, Span } from '../solid.ts';
import { CONTAINER_WIDTH_CM } from './container-types.ts';

/** What years on ships leave: welded patches, dents, a bent rail, and the plates and rings that every box carries. */
export function buildWear(lengthCm: number, heightCm: number, random: Random): readonly Solid[] {
  const solids: Solid[] = [...buildPlates(lengthCm)];
  const onWall = (): Span => (random.chance(0.5) ? [0.4, 0.6] : [CONTAINER_WIDTH_CM - 0.6, CONTAINER_WIDTH_CM - 0.4]);
  const place = () => ({ x: random.between(30, lengthCm - 110), y: random.between(25, heightCm - 90) });
  for (let patches = random.poisson(0.25); patches > 0; patches--) {
    const { x, y } = place();
    const packing = random.between(0.5, 1);
    solids.push(block('steel', [x, x + random.between(12, 50)], [y, y + random.between(12, 45)], onWall(), packing));
  }
  for (let dents = random.poisson(1); dents > 0; dents--) {
    const { x, y } = place();
    const near = random.chance(0.5);
    const radii = { x: random.between(8, 35), y: random.between(8, 45), z: random.between(2, 5) };
    const centre = { x: x + radii.x, y: y + radii.y, z: near ? 2 : CONTAINER_WIDTH_CM - 2 };
    // Steel that was pushed in lies aslant: the ray meets a little more of it over the dent, more so at its rim.
    const packing = random.between(0.003, 0.008);
    solids.push(
      solidOf('steel', { kind: 'ellipsoid', centre, radii }, packing),
      solidOf(
        'steel',
        { kind: 'ellipsoid', centre, radii: { x: radii.x * 0.8, y: radii.y * 0.8, z: radii.z } },
        -packing * 0.6,
      ),
    );
  }
  if (random.chance(0.25)) {
    const x = random.between(60, lengthCm - 140);
    solids.push(block('steel', [x, x + random.between(30, 80)], [1, random.between(5, 9)], [0, 4], 0.12));
  }
  return solids;
}

function buildPlates(lengthCm: number): readonly Solid[] {
  return [
    // Approval plate and placard holders at the doors.
    block('steel', [lengthCm - 3.4, lengthCm - 3], [62, 82], [185, 215], 0.5),
    block('aluminium', [lengthCm - 3.4, lengthCm - 3], [100, 130], [40, 70], 0.4),
  ];
}

/** Lashing rings along both sides, at the floor and under the roof. */
export function buildLashingRings(lengthCm: number, heightCm: number): readonly Solid[] {
  const solids: Solid[] = [];
  for (let x = 60; x < lengthCm - 40; x += 118) {
    for (const y of [19, heightCm - 12]) {
      for (const z of [6, CONTAINER_WIDTH_CM - 8]) {
        solids.push(...tube('steel', 'z', { x, y: y + 1.5, z }, 1.2, 3, 1.9));
      }
    }
  }
  return solids;
}
