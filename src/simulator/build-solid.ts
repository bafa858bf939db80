import { MATERIALS, type MaterialName } from './materials.ts';
import type { Point, Shape, Solid, Span } from './solid.ts';

/** A solid at its material's own density, or at that share of it that `packing` says. */
export function solidOf(material: MaterialName, shape: Shape, packing = 1): Solid {
  return { material, densityGPerCm3: MATERIALS[material].densityGPerCm3 * packing, shape };
}

export function block(material: MaterialName, x: Span, y: Span, z: Span, packing = 1): Solid {
  return solidOf(material, { kind: 'box', x, y, z }, packing);
}

/** A closed box of sheet: the block less its inside. */
export function hollowBlock(material: MaterialName, x: Span, y: Span, z: Span, wallCm: number): readonly Solid[] {
  const inside = (span: Span): Span => [span[0] + wallCm, span[1] - wallCm];
  return [block(material, x, y, z), block(material, inside(x), inside(y), inside(z), -1)];
}

/** A cylinder with a bore; a bore of 0 makes it full. */
export function tube(
  material: MaterialName,
  axis: 'x' | 'y' | 'z',
  centre: Point,
  length: number,
  radius: number,
  bore: number,
): readonly Solid[] {
  const cylinder = (r: number): Shape => ({ kind: 'cylinder', axis, centre, radius: r, length });
  return bore > 0
    ? [solidOf(material, cylinder(radius)), solidOf(material, cylinder(bore), -1)]
    : [solidOf(material, cylinder(radius))];
}

/** Moves solids, and turns them round end to end first when a mirror is given: x becomes `mirrorCm` − x. */
export function moveSolids(solids: readonly Solid[], by: Point, mirrorCm: number | null = null): readonly Solid[] {
  return solids.map((solid) => ({ ...solid, shape: moveShape(solid.shape, by, mirrorCm) }));
}

function moveShape(shape: Shape, by: Point, mirrorCm: number | null): Shape {
  const moveX = (x: number) => (mirrorCm === null ? x : mirrorCm - x) + by.x;
  const moveSpanX = ([from, to]: Span): Span =>
    mirrorCm === null ? [moveX(from), moveX(to)] : [moveX(to), moveX(from)];
  const move = ([from, to]: Span, distance: number): Span => [from + distance, to + distance];
  const movePoint = (point: Point): Point => ({ x: moveX(point.x), y: point.y + by.y, z: point.z + by.z });
  switch (shape.kind) {
    case 'box':
    case 'pillar':
      return { ...shape, x: moveSpanX(shape.x), y: move(shape.y, by.y), z: move(shape.z, by.z) };
    case 'prism':
      return {
        ...shape,
        outline: shape.outline.map(([x, y]) => [moveX(x), y + by.y] as const),
        z: move(shape.z, by.z),
      };
    case 'cylinder':
    case 'ellipsoid':
    case 'dome':
      return { ...shape, centre: movePoint(shape.centre) };
    case 'part': {
      const { x, y, z } = shape.within;
      return {
        kind: 'part',
        of: moveShape(shape.of, by, mirrorCm),
        within: { x: moveSpanX(x), y: move(y, by.y), z: move(z, by.z) },
      };
    }
  }
}
