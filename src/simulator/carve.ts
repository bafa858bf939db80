import { type Block, overlapOf, type Shape, type Solid, type Span } from './solid.ts';

/** The smallest block around a shape. */
export function boundsOf(shape: Shape): Block {
  switch (shape.kind) {
    case 'box':
    case 'pillar':
      return { x: shape.x, y: shape.y, z: shape.z };
    case 'prism': {
      const xs = shape.outline.map(([x]) => x);
      const ys = shape.outline.map(([, y]) => y);
      return { x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(...ys), Math.max(...ys)], z: shape.z };
    }
    case 'cylinder': {
      const half = (axis: 'x' | 'y' | 'z') => (axis === shape.axis ? shape.length / 2 : shape.radius);
      return around(shape.centre, { x: half('x'), y: half('y'), z: half('z') });
    }
    case 'ellipsoid':
      return around(shape.centre, shape.radii);
    case 'dome': {
      const whole = around(shape.centre, shape.radii);
      return { ...whole, y: [shape.centre.y, whole.y[1]] };
    }
    case 'part': {
      const whole = boundsOf(shape.of);
      return {
        x: overlapOf(whole.x, shape.within.x),
        y: overlapOf(whole.y, shape.within.y),
        z: overlapOf(whole.z, shape.within.z),
      };
    }
  }
}

function around(centre: Record<'x' | 'y' | 'z', number>, half: Record<'x' | 'y' | 'z', number>): Block {
  const span = (axis: 'x' | 'y' | 'z'): Span => [centre[axis] - half[axis], centre[axis] + half[axis]];
  return { x: span('x'), y: span('y'), z: span('z') };
}

/** Whether two blocks share room, not just a face. */
export function overlaps(a: Block, b: Block): boolean {
  return a.x[0] < b.x[1] && b.x[0] < a.x[1] && a.y[0] < b.y[1] && b.y[0] < a.y[1] && a.z[0] < b.z[1] && b.z[0] < a.z[1];
}

/**
 * Solids that take away what of `solids` lies in the room, so that something else can lie there: added to a scene they
 * leave exactly nothing of these solids in it.
 */
export function carve(solids: readonly Solid[], room: Block): readonly Solid[] {
  return solids
    .filter(({ shape }) => overlaps(boundsOf(shape), room))
    .map((solid) => ({
      ...solid,
      densityGPerCm3: -solid.densityGPerCm3,
      shape: { kind: 'part', of: solid.shape, within: room },
    }));
}
