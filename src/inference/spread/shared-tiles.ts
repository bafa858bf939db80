import type { PatchScores } from '../output/read-output.ts';

/**
 * The tiles of one box in memory that several threads share: which tile is the next to be taken, and what was answered.
 * A thread that runs a model reads no message, so all of this works without one.
 */
export interface SharedTiles {
  /** The next tile, whether no more are to be taken, then one state a tile. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** What tiles were answered, one after the other: each has the same number of cells. */
  readonly scores: Float32Array<SharedArrayBuffer>;
  readonly widthCells: number;
  readonly heightCells: number;
}

const NEXT = 0;
const CLOSED = 1;
const STATES = 2;

const OPEN = 0;
const ANSWERED = 1;
const GIVEN_UP = 2;

/** Tiles from `next` on are open; each is expected to be answered with that many cells. */
export function createSharedTiles(
  count: number,
  next: number,
  { widthCells, heightCells }: Pick<PatchScores, 'widthCells' | 'heightCells'>,
): SharedTiles {
  const words = new Int32Array(new SharedArrayBuffer((STATES + count) * Int32Array.BYTES_PER_ELEMENT));
  words[NEXT] = next;
  const bytes = count * widthCells * heightCells * Float32Array.BYTES_PER_ELEMENT;
  return { words, scores: new Float32Array(new SharedArrayBuffer(bytes)), widthCells, heightCells };
}

/** Tiles that nobody has taken. */
export function tilesLeft({ words }: SharedTiles): number {
  return Math.max(0, words.length - STATES - Atomics.load(words, NEXT));
}

/** Takes the next tile for the calling thread alone; null when none is left. For the thread that leads. */
export function takeTile({ words }: SharedTiles): number | null {
  const index = Atomics.add(words, NEXT, 1);
  return index < words.length - STATES ? index : null;
}

/** The same for a thread that helps: null also once the tiles were closed to helpers. */
export function takeTileToHelp(tiles: SharedTiles): number | null {
  return Atomics.load(tiles.words, CLOSED) === 1 ? null : takeTile(tiles);
}

/** No helper takes a tile any more; who has one ends it. Any thread may say so, the main thread for a scan that waits. */
export function closeToHelpers({ words }: SharedTiles): void {
  Atomics.store(words, CLOSED, 1);
}

/** Puts a helper's answer where the leader looks for it; one of another size than expected is given up. */
export function putScores(tiles: SharedTiles, index: number, answer: PatchScores | null): void {
  const { words, scores, widthCells, heightCells } = tiles;
  const fits = answer !== null && answer.widthCells === widthCells && answer.heightCells === heightCells;
  if (fits) scores.set(answer.values, index * widthCells * heightCells);
  Atomics.store(words, STATES + index, fits ? ANSWERED : GIVEN_UP);
  Atomics.notify(words, STATES + index);
}

/**
 * A tile that a helper took, or null where it gave it up or has not answered after `patienceMs`, as a thread that died
 * never does. Blocks the calling thread.
 */
export function waitForScores(tiles: SharedTiles, index: number, patienceMs: number): PatchScores | null {
  const { words, scores, widthCells, heightCells } = tiles;
  Atomics.wait(words, STATES + index, OPEN, patienceMs);
  if (Atomics.load(words, STATES + index) !== ANSWERED) return null;
  const cells = widthCells * heightCells;
  return { widthCells, heightCells, values: scores.subarray(index * cells, (index + 1) * cells) };
}
