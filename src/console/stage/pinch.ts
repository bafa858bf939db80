import type { Point } from './viewport.ts';

/** What two fingers did since they last moved: how far apart they went, and where their middle is and was. */
export interface Pinch {
  readonly factor: number;
  readonly from: Point;
  readonly to: Point;
}

/** What it means that one of two fingers moved; fingers in one point have no distance that could grow. */
export function pinchOf(before: readonly [Point, Point], after: readonly [Point, Point]): Pinch {
  const [was, is] = [distance(before), distance(after)];
  return { factor: was < 1 || is < 1 ? 1 : is / was, from: middle(before), to: middle(after) };
}

function distance([a, b]: readonly [Point, Point]): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function middle([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
