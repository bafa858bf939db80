import type { MaterialName } from './materials.ts';

/** From, to, in centimetres. */
export type Span = readonly [number, number];

/**
 * A body in the scanner's hall, in centimetres: x along the lane, y up from the ground, z away from the source. Every
 * shape's cut at one x is a rectangle or an ellipse, which is what makes its ray sums exact and quick.
 */
export type Shape =
  | { readonly kind: 'box'; readonly x: Span; readonly y: Span; readonly z: Span }
  /** A convex outline in x and y, drawn out along z. */
  | { readonly kind: 'prism'; readonly outline: readonly (readonly [number, number])[]; readonly z: Span }
  | {
      readonly kind: 'cylinder';
      readonly axis: 'x' | 'y' | 'z';
      readonly centre: Point;
      readonly radius: number;
      readonly length: number;
    }
  | { readonly kind: 'ellipsoid'; readonly centre: Point; readonly radii: Point }
  /** The upper half of an ellipsoid. */
  | { readonly kind: 'dome'; readonly centre: Point; readonly radii: Point }
  /** A block whose plan has rounded sides, |x/a|⁴ + |z/b|⁴ = 1: a bulging bag or bale. */
  | { readonly kind: 'pillar'; readonly x: Span; readonly y: Span; readonly z: Span }
  /** What of a shape lies in a block. */
  | { readonly kind: 'part'; readonly of: Shape; readonly within: Block };

/** A block that is no body itself: a room, a bound. */
export interface Block {
  readonly x: Span;
  readonly y: Span;
  readonly z: Span;
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface Solid {
  readonly material: MaterialName;
  /** Below the material's own density for loose goods; negative for a hollow in a solid drawn before. */
  readonly densityGPerCm3: number;
  readonly shape: Shape;
}

/** The cut of a shape at one x; of an ellipse, what lies within the bounds only. */
export type Section =
  | { readonly kind: 'rectangle'; readonly y: Span; readonly z: Span }
  | {
      readonly kind: 'ellipse';
      readonly y: number;
      readonly z: number;
      readonly radiusY: number;
      readonly radiusZ: number;
      readonly within: { readonly y: Span; readonly z: Span } | null;
    };

/** From where to where it reaches along x, in centimetres. */
export function spanAlongLane(shape: Shape): Span {
  switch (shape.kind) {
    case 'box':
    case 'pillar':
      return shape.x;
    case 'prism': {
      const xs = shape.outline.map(([x]) => x);
      return [Math.min(...xs), Math.max(...xs)];
    }
    case 'cylinder': {
      const reach = shape.axis === 'x' ? shape.length / 2 : shape.radius;
      return [shape.centre.x - reach, shape.centre.x + reach];
    }
    case 'ellipsoid':
    case 'dome':
      return [shape.centre.x - shape.radii.x, shape.centre.x + shape.radii.x];
    case 'part':
      return overlapOf(spanAlongLane(shape.of), shape.within.x);
  }
}

/** Whether every cut is the same, so that its ray sums need computing once. */
export function isUniformAlongLane(shape: Shape): boolean {
  if (shape.kind === 'part') return isUniformAlongLane(shape.of);
  return shape.kind === 'box' || (shape.kind === 'cylinder' && shape.axis === 'x');
}

/** The cut at x, or null where x misses the shape. */
export function sectionAt(shape: Shape, x: number): Section | null {
  switch (shape.kind) {
    case 'box':
      return { kind: 'rectangle', y: shape.y, z: shape.z };
    case 'prism':
      return prismSection(shape.outline, shape.z, x);
    case 'cylinder':
      return cylinderSection(shape, x);
    case 'part': {
      const section = sectionAt(shape.of, x);
      return section === null || x < shape.within.x[0] || x > shape.within.x[1]
        ? null
        : partOfSection(section, shape.within);
    }
    case 'pillar': {
      const offset = (x - (shape.x[0] + shape.x[1]) / 2) / ((shape.x[1] - shape.x[0]) / 2);
      const fourth = 1 - offset * offset * offset * offset;
      if (fourth <= 0) return null;
      const middle = (shape.z[0] + shape.z[1]) / 2;
      const half = ((shape.z[1] - shape.z[0]) / 2) * Math.sqrt(Math.sqrt(fourth));
      return { kind: 'rectangle', y: shape.y, z: [middle - half, middle + half] };
    }
    case 'ellipsoid':
    case 'dome': {
      const offset = (x - shape.centre.x) / shape.radii.x;
      if (offset * offset >= 1) return null;
      // A dome sits on a pillar: it follows the pillar's squarish plan.
      const squared = offset * offset;
      const scale = shape.kind === 'dome' ? Math.sqrt(Math.sqrt(1 - squared * squared)) : Math.sqrt(1 - squared);
      return {
        kind: 'ellipse',
        y: shape.centre.y,
        z: shape.centre.z,
        radiusY: shape.radii.y * scale,
        radiusZ: shape.radii.z * scale,
        within: shape.kind === 'dome' ? { y: [shape.centre.y, EVERYWHERE[1]], z: EVERYWHERE } : null,
      };
    }
  }
}

const EVERYWHERE: Span = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** What two spans share; empty (from ≥ to) where they share nothing. */
export function overlapOf(a: Span, b: Span): Span {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

function partOfSection(section: Section, within: Block): Section | null {
  if (section.kind === 'rectangle') {
    const y = overlapOf(section.y, within.y);
    const z = overlapOf(section.z, within.z);
    return y[0] < y[1] && z[0] < z[1] ? { kind: 'rectangle', y, z } : null;
  }
  const bounds = section.within ?? { y: EVERYWHERE, z: EVERYWHERE };
  return { ...section, within: { y: overlapOf(bounds.y, within.y), z: overlapOf(bounds.z, within.z) } };
}

function cylinderSection(shape: Extract<Shape, { readonly kind: 'cylinder' }>, x: number): Section | null {
  const { centre, radius, length, axis } = shape;
  if (axis === 'x') {
    return {
      kind: 'ellipse',
      y: centre.y,
      z: centre.z,
      radiusY: radius,
      radiusZ: radius,
      within: null,
    };
  }
  const chord2 = radius * radius - (x - centre.x) * (x - centre.x);
  if (chord2 <= 0) return null;
  const half = Math.sqrt(chord2);
  const [halfY, halfZ] = axis === 'y' ? [length / 2, half] : [half, length / 2];
  return { kind: 'rectangle', y: [centre.y - halfY, centre.y + halfY], z: [centre.z - halfZ, centre.z + halfZ] };
}

function prismSection(outline: readonly (readonly [number, number])[], z: Span, x: number): Section | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let [px, py] = outline[outline.length - 1] ?? [0, 0];
  for (const [qx, qy] of outline) {
    if (px <= x !== qx <= x) {
      const y = py + ((qy - py) * (x - px)) / (qx - px);
      if (y < low) low = y;
      if (y > high) high = y;
    }
    [px, py] = [qx, qy];
  }
  return high > low ? { kind: 'rectangle', y: [low, high], z } : null;
}
