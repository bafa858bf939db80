import { describe, expect, it } from 'vitest';
import { projectSolids } from '../../src/simulator/areal-density.ts';
import { block, solidOf } from '../../src/simulator/build-solid.ts';
import { carve, overlaps } from '../../src/simulator/carve.ts';
import { createFanBeam } from '../../src/simulator/fan-beam.ts';
import type { Block, Shape } from '../../src/simulator/solid.ts';

const FAN = createFanBeam({
  columns: 60,
  rows: 80,
  pitchCm: 1,
  sourceHeightCm: 10,
  sourceToCentreCm: 300,
  topAngle: 0.2,
  leftCm: -30,
  riseCm: () => 0,
});
const ROOM: Block = { x: [-5, 8], y: [12, 30], z: [290, 310] };

const SHAPES: readonly Shape[] = [
  { kind: 'box', x: [-20, 20], y: [0, 40], z: [270, 330] },
  { kind: 'pillar', x: [-20, 20], y: [0, 40], z: [270, 330] },
  {
    kind: 'prism',
    outline: [
      [-20, 0],
      [20, 0],
      [10, 40],
    ],
    z: [270, 330],
  },
  { kind: 'cylinder', axis: 'x', centre: { x: 0, y: 20, z: 300 }, radius: 18, length: 40 },
  { kind: 'cylinder', axis: 'y', centre: { x: 0, y: 20, z: 300 }, radius: 18, length: 40 },
  { kind: 'cylinder', axis: 'z', centre: { x: 0, y: 20, z: 300 }, radius: 18, length: 40 },
  { kind: 'ellipsoid', centre: { x: 0, y: 20, z: 300 }, radii: { x: 20, y: 15, z: 25 } },
  { kind: 'dome', centre: { x: 0, y: 10, z: 300 }, radii: { x: 20, y: 25, z: 25 } },
];

function heaviest(sums: Float32Array | undefined): number {
  return Math.max(0, ...Array.from(sums ?? [], Math.abs));
}

describe('carve', () => {
  it.each(SHAPES.map((shape) => [shape.kind, shape] as const))(
    'empties its room of a %s, and of nothing else',
    (_, shape) => {
      const solid = solidOf('water', shape);
      const removed = carve([solid], ROOM);
      const carved = projectSolids([solid, ...removed], FAN).get('water') ?? new Float32Array();
      // What was removed, on the ray, is what lies in the room: a part that is filled with it again restores the solid.
      const part = removed.map((one) => ({ ...one, densityGPerCm3: -one.densityGPerCm3 }));
      const inside = projectSolids(part, FAN).get('water') ?? new Float32Array();
      const whole = projectSolids([solid], FAN).get('water') ?? new Float32Array();
      const box = projectSolids([block('water', ROOM.x, ROOM.y, ROOM.z)], FAN).get('water') ?? new Float32Array();
      expect(heaviest(inside)).toBeGreaterThan(5);
      for (let ray = 0; ray < whole.length; ray++) {
        expect(carved[ray] ?? 0).toBeGreaterThan(-1e-3);
        expect(carved[ray] ?? 0).toBeCloseTo((whole[ray] ?? 0) - (inside[ray] ?? 0), 3);
        expect(inside[ray] ?? 0).toBeLessThanOrEqual(Math.min(whole[ray] ?? 0, box[ray] ?? 0) + 1e-3);
      }
    },
  );

  it('takes a hollow away too: a wall is carved, the air in it is not made solid', () => {
    const hollow = [block('steel', [-20, 20], [0, 40], [280, 320]), block('steel', [-19, 19], [1, 39], [281, 319], -1)];
    expect(heaviest(projectSolids(carve(hollow, ROOM), FAN).get('steel'))).toBeLessThan(1e-3);
  });

  it('leaves solids alone that only touch the room', () => {
    const beside = block('steel', [8, 20], [0, 40], [280, 320]);
    expect(carve([beside], ROOM)).toEqual([]);
    expect(overlaps(ROOM, { ...ROOM, y: [30, 40] })).toBe(false);
  });
});
