import { boundsOf, overlaps } from '../carve.ts';
import type { Random } from '../random.ts';
import type { Block, Point, Span } from '../solid.ts';
import { along, blockAt, type Hidden, type HideRequest } from './hide-in-structure.ts';
import type { Hold } from './hold.ts';

/** Goods this near on both sides make a gap of the room between them. */
const GAP_CM = 45;
const ATTEMPTS = 60;
/** Forms that gaps between goods have: the aisle along the container, a slit across it, a hole between stacks. */
const GAPS: readonly Point[] = [
  { x: 150, y: 160, z: 18 },
  { x: 26, y: 170, z: 170 },
  { x: 70, y: 90, z: 60 },
];

/** On the floor where goods leave a gap; null where no gap was found. */
export function hideBetweenGoods({ hold, massKg, build, random }: HideRequest): readonly Hidden[] | null {
  const goods = goodsBounds(hold);
  if (goods.length === 0) return null;
  const reach = reachOf(goods);
  const first = random.chance(0.6) ? 0 : random.integer(1, 2);
  for (let turn = 0; turn < GAPS.length; turn++) {
    const gap = GAPS[(first + turn) % GAPS.length];
    if (gap === undefined) continue;
    // What stood up over the goods would be seen from the doors.
    const room = { ...gap, y: Math.min(gap.y, 0.8 * (reach.y[1] - hold.goodsSpace.y[0])) };
    const packed = build(massKg, room, random.fork(`gap-${turn}`));
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const at = somewhere(hold, reach.x, packed.size, attempt, random);
      const block = blockAt(at, packed.size);
      if (!goods.some((bounds) => overlaps(bounds, block)) && isFlanked(block, goods)) return [{ build: packed, at }];
    }
  }
  return null;
}

/** Where goods are: it takes the place of what lay there, and rests on what lies below. */
export function hideInGoods({ hold, massKg, build, random }: HideRequest): readonly Hidden[] | null {
  const goods = goodsBounds(hold);
  if (goods.length === 0) return null;
  const reach = reachOf(goods);
  const packed = build(massKg, { x: 110, y: 80, z: 110 }, random);
  let best: Point | null = null;
  let bestScore = -1;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const chosen = goods[random.integer(0, goods.length - 1)];
    if (chosen === undefined) continue;
    const at = {
      x: within(chosen.x[0] + random.between(0, 2), packed.size.x, reach.x),
      y: within(chosen.y[0] + 0.2, packed.size.y, hold.goodsSpace.y),
      z: within(middleOf(chosen.z) - packed.size.z / 2, packed.size.z, hold.goodsSpace.z),
    };
    const score = coverOf(blockAt(at, packed.size), goods, hold.goodsSpace.y[0]);
    if (score <= bestScore) continue;
    [best, bestScore] = [at, score];
    if (score === 1) break;
  }
  return best === null ? null : [{ build: packed, at: best }];
}

function goodsBounds({ goods }: Hold): readonly Block[] {
  return goods.filter(({ densityGPerCm3 }) => densityGPerCm3 > 0).map(({ shape }) => boundsOf(shape));
}

function reachOf(goods: readonly Block[]): Pick<Block, 'x' | 'y'> {
  const reach = (axis: 'x' | 'y'): Span => [
    Math.min(...goods.map((bounds) => bounds[axis][0])),
    Math.max(...goods.map((bounds) => bounds[axis][1])),
  ];
  return { x: reach('x'), y: reach('y') };
}

/** Every other try keeps to the middle, where the aisle is. */
function somewhere({ goodsSpace: { y, z } }: Hold, reach: Span, size: Point, attempt: number, random: Random): Point {
  const x = along(reach, size.x, random);
  const anywhere = along(z, size.z, random);
  return { x, y: y[0], z: attempt % 2 === 0 ? middleOf(z) - size.z / 2 : anywhere };
}

/** Goods near on both sides, along the container or across it. */
function isFlanked(block: Block, goods: readonly Block[]): boolean {
  const beside = (axis: 'x' | 'z', span: Span) => goods.some((bounds) => overlaps(bounds, { ...block, [axis]: span }));
  return (['x', 'z'] as const).some(
    (axis) =>
      beside(axis, [block[axis][0] - GAP_CM, block[axis][0]]) &&
      beside(axis, [block[axis][1], block[axis][1] + GAP_CM]),
  );
}

/** Share of points in a block and right under it that lie in goods, or on the floor. */
function coverOf(block: Block, goods: readonly Block[], floor: number): number {
  let covered = 0;
  let count = 0;
  for (const y of [block.y[0] - 2, middleOf(block.y), block.y[1] - 1]) {
    for (const [x, z] of [
      [0.1, 0.5],
      [0.5, 0.1],
      [0.5, 0.9],
      [0.9, 0.5],
    ] as const) {
      count++;
      const point = { x: block.x[0] + x * (block.x[1] - block.x[0]), y, z: block.z[0] + z * (block.z[1] - block.z[0]) };
      if (y <= floor || goods.some((bounds) => holds(bounds, point))) covered++;
    }
  }
  return covered / count;
}

function holds({ x, y, z }: Block, point: Point): boolean {
  return point.x >= x[0] && point.x <= x[1] && point.y >= y[0] && point.y <= y[1] && point.z >= z[0] && point.z <= z[1];
}

function middleOf([from, to]: Span): number {
  return (from + to) / 2;
}

function within(from: number, length: number, [least, most]: Span): number {
  return Math.max(least, Math.min(from, most - length));
}
