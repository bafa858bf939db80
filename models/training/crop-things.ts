import type { Box } from '../../src/domain/scan/box.ts';
import type { Energy } from '../../src/domain/scan/plane.ts';
import { type Mixes, mixesAlong } from '../../src/inference/input/mixes.ts';
import type { SimulatedThing } from '../../src/simulator/simulate-things.ts';
import { type ContainerCrop, factsOf } from './crop-containers.ts';

/** What one thing more changes in a crop, in the smallest box around it; row-major. */
export interface ThingCrop {
  /** Which of the crops, and where in it. */
  readonly container: number;
  readonly box: Box;
  /** What it adds to the attenuation, less what gave way to it. */
  readonly high: Float32Array;
  readonly low: Float32Array;
  /** The share of each pixel in which rays meet a threat, 0…1; nothing of what is none. */
  readonly mask: Float32Array;
  readonly threat: Readonly<Record<string, unknown>> | null;
}

/** Attenuations that differ by less are the same. */
const LEAST_CHANGE = 1e-4;
/** Of an open beam: how much darker something is than this nobody can read. */
const DARKEST = 3e-5;

/**
 * A thing of a scan in the pixels of the container that it is in, resized as the container is. Null where that was not
 * located, or where nothing of the thing is in sight.
 */
export function cropThing(thing: SimulatedThing, crops: readonly ContainerCrop[], scanRows: number): ThingCrop | null {
  const { before, after, threat } = thing;
  const [first, end] = thing.columns;
  const middle = (first + end) / 2;
  const container = crops.findIndex(({ box }) => middle >= box.x && middle < box.x + box.width);
  const crop = crops[container];
  if (crop === undefined) return null;
  const grid = layGrid(crop, first, end, scanRows);
  const added = (energy: Energy) => {
    const without = shrink(before[energy] ?? before.high, grid);
    const laden = shrink(after[energy] ?? after.high, grid);
    return without.map((through, at) => Math.log(Math.max(through, DARKEST) / Math.max(laden[at] ?? 0, DARKEST)));
  };
  const [high, low] = [added('high'), added('low')];
  const mask = threat === null ? high.map(() => 0) : shrink(columnMajor(threat.mask), grid);
  const isChanged = (at: number) =>
    Math.max(Math.abs(high[at] ?? 0), Math.abs(low[at] ?? 0), mask[at] ?? 0) > LEAST_CHANGE;
  const inside = smallestBox(grid.widthPx, high.length, isChanged);
  if (inside === null) return null;
  const cut = (samples: Float32Array) => cutOut(samples, grid.widthPx, inside);
  return {
    container,
    box: { ...inside, x: grid.left + inside.x },
    high: cut(high),
    low: cut(low),
    mask: cut(mask),
    threat: threat && factsOf(threat),
  };
}

/** The columns of a crop that lie in a thing's columns as a whole, over all of the crop's rows. */
interface Grid {
  readonly left: number;
  readonly widthPx: number;
  readonly across: Mixes;
  readonly down: Mixes;
  /** From the thing's first column and the scan's first row to the container's, in the scan's pixels. */
  readonly columnsToBox: number;
  readonly rowsToBox: number;
  readonly scanRows: number;
}

function layGrid({ box, widthPx, heightPx }: ContainerCrop, first: number, end: number, scanRows: number): Grid {
  const across = mixesAlong(box.width, widthPx);
  const isWithin = (column: number) => {
    const from = box.x + (across.firsts[column] ?? 0);
    return from >= first && from + across.taps <= end;
  };
  const columns = Array.from({ length: widthPx }, (_, column) => column).filter(isWithin);
  return {
    left: columns[0] ?? 0,
    widthPx: columns.length,
    across,
    down: mixesAlong(box.height, heightPx),
    columnsToBox: box.x - first,
    rowsToBox: box.y,
    scanRows,
  };
}

/** Brings what lies column after column to the pixels of a grid, row-major. */
function shrink(
  samples: Float64Array,
  { left, widthPx, across, down, columnsToBox, rowsToBox, scanRows }: Grid,
): Float32Array {
  const heightPx = down.firsts.length;
  const shrunk = new Float32Array(widthPx * heightPx);
  const column = new Float64Array(scanRows + down.taps);
  for (let x = 0; x < widthPx; x++) {
    column.fill(0);
    for (let tap = 0; tap < across.taps; tap++) {
      const share = across.shares[(left + x) * across.taps + tap] ?? 0;
      const from = (columnsToBox + (across.firsts[left + x] ?? 0) + tap) * scanRows;
      for (let row = 0; row < scanRows; row++) column[row] = (column[row] ?? 0) + share * (samples[from + row] ?? 0);
    }
    for (let y = 0; y < heightPx; y++) {
      let sum = 0;
      for (let tap = 0; tap < down.taps; tap++) {
        sum += (down.shares[y * down.taps + tap] ?? 0) * (column[rowsToBox + (down.firsts[y] ?? 0) + tap] ?? 0);
      }
      shrunk[y * widthPx + x] = sum;
    }
  }
  return shrunk;
}

function columnMajor({
  samples,
  widthPx,
  heightPx,
}: {
  readonly samples: ArrayLike<number>;
  readonly widthPx: number;
  readonly heightPx: number;
}): Float64Array {
  const columns = new Float64Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      columns[column * heightPx + row] = (samples[row * widthPx + column] ?? 0) / 255;
    }
  }
  return columns;
}

function smallestBox(widthPx: number, pixels: number, isInside: (at: number) => boolean): Box | null {
  let [left, top, right, bottom] = [widthPx, pixels, 0, 0];
  for (let at = 0; at < pixels; at++) {
    if (!isInside(at)) continue;
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return right === 0 ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

function cutOut(samples: Float32Array, widthPx: number, { x, y, width, height }: Box): Float32Array {
  return Float32Array.from({ length: width * height }, (_, at) => {
    const row = y + Math.floor(at / width);
    return samples[row * widthPx + x + (at % width)] ?? 0;
  });
}
