import { describe, expect, it } from 'vitest';
import { block, solidOf, tube } from '../../src/simulator/build-solid.ts';
import { massKgOf } from '../../src/simulator/mass.ts';

const CENTRE = { x: 3, y: 4, z: 5 };

describe('massKgOf', () => {
  it('weighs blocks, balls, rods and half balls to a thousandth', () => {
    expect(massKgOf([block('water', [0, 10], [0, 10], [0, 10])])).toBeCloseTo(1, 9);
    const ball = solidOf('water', { kind: 'ellipsoid', centre: CENTRE, radii: { x: 10, y: 5, z: 20 } });
    expect(massKgOf([ball])).toBeCloseTo((4 / 3) * Math.PI, 2);
    for (const axis of ['x', 'y', 'z'] as const) {
      expect(massKgOf(tube('water', axis, CENTRE, 100, 10, 0))).toBeCloseTo(10 * Math.PI, 1);
    }
  });

  it('counts hollows off, and of a part what lies in it', () => {
    expect(massKgOf(tube('water', 'x', CENTRE, 100, 10, 8))).toBeCloseTo(3.6 * Math.PI, 2);
    const ball = solidOf('water', { kind: 'ellipsoid', centre: CENTRE, radii: { x: 10, y: 10, z: 10 } });
    const within = { x: [3, 99], y: [4, 99], z: [5, 99] } as const;
    const octant = { ...ball, shape: { kind: 'part', of: ball.shape, within } } as const;
    expect(massKgOf([octant])).toBeCloseTo(Math.PI / 6, 2);
  });
});
