import { moveSolids } from '../build-solid.ts';
import { exp, log } from '../elementary.ts';
import type { Random } from '../random.ts';
import type { Block, Point, Solid } from '../solid.ts';

/** One of many like things that are stacked. */
export interface Piece {
  readonly size: Point;
  readonly massKg: number;
  /** `any`: on any face; `upright`: turned about the vertical only; `none`: as it is. */
  readonly turns: 'any' | 'upright' | 'none';
  /** Its solids in the block where it lies, whose edges are those of `size`, turned. */
  readonly build: (room: Block, random: Random) => readonly Solid[];
}

/** Solids with their corner at the origin, and their extents. */
export interface Stack {
  readonly solids: readonly Solid[];
  readonly size: Point;
}

/** How many pieces come nearest to a mass; at least one. */
export function piecesFor(massKg: number, piece: Piece): number {
  return Math.max(1, Math.round(massKg / piece.massKg));
}

/** How many pieces a room holds at most. */
export function capacityOf(piece: Piece, room: Point): number {
  return Math.max(...waysToLie(piece).map((size) => countIn(size, room).total));
}

/** Whether something of a size goes into a room. */
export function fits(size: Point, room: Point): boolean {
  return size.x <= room.x && size.y <= room.y && size.z <= room.z;
}

const GAP_CM = 0.4;
/** Proportions: an edge of the stack against that of a cube of the same volume. */
const SLIMMEST = 0.6;
const WIDEST = 1.7;

/**
 * Stacks pieces layer on layer in a room, all lying the same way, in proportions that vary. Where the room is too small
 * for all, the stack grows out of it along x.
 *
 * @param looseCm - how far a piece may lie off its place.
 */
export function stackPieces(piece: Piece, count: number, room: Point, random: Random, looseCm = 0.3): Stack {
  const free = { x: room.x - looseCm, y: room.y, z: room.z - looseCm };
  const ways = waysToLie(piece);
  const holding = ways.filter((size) => countIn(size, free).total >= count);
  const roomiest = ways.reduce((best, size) => (countIn(size, free).total > countIn(best, free).total ? size : best));
  const size = holding.length > 0 ? random.pick([holding[0] ?? roomiest, ...holding.slice(1)]) : roomiest;
  const most = countIn(size, free);
  const edge = exp(log(count * size.x * size.y * size.z) / 3);
  const mostX = Math.max(most.x, Math.ceil(count / (most.y * most.z)));
  const ranks = clamp(
    Math.round((edge * random.between(SLIMMEST, WIDEST)) / (size.z + GAP_CM)),
    Math.ceil(count / (mostX * most.y)),
    Math.min(most.z, count),
  );
  const columns = clamp(
    Math.round((edge * random.between(SLIMMEST, WIDEST)) / (size.x + GAP_CM)),
    Math.ceil(count / (ranks * most.y)),
    Math.min(mostX, Math.ceil(count / ranks)),
  );
  const solids: Solid[] = [];
  for (let index = 0; index < count; index++) {
    const layer = Math.floor(index / (columns * ranks));
    const x = (index % columns) * (size.x + GAP_CM) + random.between(0, looseCm);
    const z = (Math.floor(index / columns) % ranks) * (size.z + GAP_CM) + random.between(0, looseCm);
    const y = layer * size.y;
    solids.push(...piece.build({ x: [x, x + size.x], y: [y, y + size.y], z: [z, z + size.z] }, random));
  }
  return {
    solids,
    size: {
      x: columns * (size.x + GAP_CM) - GAP_CM + looseCm,
      y: Math.ceil(count / (columns * ranks)) * size.y,
      z: ranks * (size.z + GAP_CM) - GAP_CM + looseCm,
    },
  };
}

/** Stacks ready-made stacks of about one size, such as packed bags, as they are. */
export function stackStacks(stacks: readonly Stack[], room: Point, random: Random): Stack {
  const largest = (axis: 'x' | 'y' | 'z') => Math.max(...stacks.map(({ size }) => size[axis]));
  const size = { x: largest('x'), y: largest('y'), z: largest('z') };
  let next = 0;
  const piece: Piece = {
    size,
    massKg: 1,
    turns: 'none',
    build: ({ x, y, z }) => moveSolids(stacks[next++]?.solids ?? [], { x: x[0], y: y[0], z: z[0] }),
  };
  return stackPieces(piece, stacks.length, room, random, 1);
}

function waysToLie({ size: { x, y, z }, turns }: Piece): readonly [Point, ...Point[]] {
  if (turns === 'none') return [{ x, y, z }];
  if (turns === 'upright')
    return [
      { x, y, z },
      { x: z, y, z: x },
    ];
  return [
    { x, y, z },
    { x: z, y, z: x },
    { x, y: z, z: y },
    { x: y, y: z, z: x },
    { x: y, y: x, z },
    { x: z, y: x, z: y },
  ];
}

function countIn(size: Point, room: Point): Point & { readonly total: number } {
  const x = Math.floor((room.x + GAP_CM) / (size.x + GAP_CM));
  const y = Math.floor(room.y / size.y);
  const z = Math.floor((room.z + GAP_CM) / (size.z + GAP_CM));
  return { x: Math.max(1, x), y: Math.max(1, y), z: Math.max(1, z), total: x * y * z };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
