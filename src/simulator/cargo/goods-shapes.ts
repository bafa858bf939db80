import { solidOf } from '../build-solid.ts';
import { cos, sin } from '../elementary.ts';
import type { MaterialName } from '../materials.ts';
import type { Point, Solid, Span } from '../solid.ts';

/** A block turned by `turn` radians (|turn| ≤ π/2) in the side view about its centre. Lengths in centimetres. */
export function turnedBlock(
  material: MaterialName,
  centre: { readonly x: number; readonly y: number },
  size: { readonly length: number; readonly height: number },
  turn: number,
  z: Span,
  packing = 1,
): Solid {
  const along = { x: (cos(turn) * size.length) / 2, y: (sin(turn) * size.length) / 2 };
  const up = { x: (-sin(turn) * size.height) / 2, y: (cos(turn) * size.height) / 2 };
  const corner = (a: number, u: number) =>
    [centre.x + a * along.x + u * up.x, centre.y + a * along.y + u * up.y] as const;
  const outline = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  return solidOf(material, { kind: 'prism', outline, z }, packing);
}

/** A soft block: its side view is a rectangle with corners cut off by `cut` centimetres, as sacks and bales have. */
export function softBlock(material: MaterialName, x: Span, y: Span, z: Span, cut: number, packing = 1): Solid {
  const c = Math.min(cut, (x[1] - x[0]) / 2.2, (y[1] - y[0]) / 2.2);
  const near = 0.3 * c;
  const outline = [
    [x[0] + c, y[0]],
    [x[1] - c, y[0]],
    [x[1] - near, y[0] + near],
    [x[1], y[0] + c],
    [x[1], y[1] - c],
    [x[1] - near, y[1] - near],
    [x[1] - c, y[1]],
    [x[0] + c, y[1]],
    [x[0] + near, y[1] - near],
    [x[0], y[1] - c],
    [x[0], y[0] + c],
    [x[0] + near, y[0] + near],
  ] as const;
  return solidOf(material, { kind: 'prism', outline, z }, packing);
}

export function oval(material: MaterialName, centre: Point, radii: Point, packing = 1): Solid {
  return solidOf(material, { kind: 'ellipsoid', centre, radii }, packing);
}

/** A thin-walled oval: the ellipsoid less the one `wallCm` inside it. */
export function ovalShell(
  material: MaterialName,
  centre: Point,
  radii: Point,
  wallCm: number,
  packing = 1,
): readonly Solid[] {
  const inner = { x: radii.x - wallCm, y: radii.y - wallCm, z: radii.z - wallCm };
  return [oval(material, centre, radii, packing), oval(material, centre, inner, -packing)];
}
