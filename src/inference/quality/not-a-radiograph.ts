import type { Plane } from '../../domain/scan/plane.ts';
import type { TransmissionGrid } from '../container/transmission-grid.ts';
import { type Histogram, levelOf, quantileOf, shareBelow } from './histogram.ts';
import { isTooSmall } from './too-small.ts';

/** What a picture that is no radiograph looks like. */
export type ForeignKind = 'noise' | 'gradient' | 'text' | 'drawing' | 'photograph';

const PROBE_ROWS = 64;

/**
 * Says what a picture is that cannot be a radiograph, or null where it may be one. Each cue is a property that no
 * radiograph has; a foreign picture that has none of them passes, because refusing a real scan is the worse mistake.
 */
export function foreignKindOf(
  plane: Plane,
  airLevel: number,
  histogram: Histogram,
  grid: TransmissionGrid,
): ForeignKind | null {
  if (isTooSmall(plane)) return null;
  if (isNoise(plane, airLevel)) return 'noise';
  if (hasNoEdge(grid, histogram, airLevel)) return 'gradient';
  if (isText(plane, airLevel, histogram)) return 'text';
  if (isDrawing(histogram, airLevel)) return 'drawing';
  if (isPhotograph(plane, histogram, grid)) return 'photograph';
  return null;
}

/** Neighbouring pixels of a radiograph show nearly the same ray; in noise they differ as much as distant ones do. */
function isNoise(plane: Plane, airLevel: number): boolean {
  const { samples, widthPx, heightPx } = plane;
  const far = widthPx >> 1;
  let near2 = 0;
  let far2 = 0;
  let count = 0;
  for (let probe = 0; probe < PROBE_ROWS; probe++) {
    const start = Math.floor(((probe + 0.5) * heightPx) / PROBE_ROWS) * widthPx;
    for (let x = 0; x < far; x += 3) {
      const here = samples[start + x] ?? 0;
      near2 += (here - (samples[start + x + 1] ?? 0)) ** 2;
      far2 += (here - (samples[start + x + far] ?? 0)) ** 2;
      count++;
    }
  }
  return Math.sqrt(far2 / count) > 0.1 * airLevel && near2 > 0.5 * far2;
}

/** Every object in a radiograph has an outline; a picture of full range without one step was computed. */
function hasNoEdge(grid: TransmissionGrid, histogram: Histogram, airLevel: number): boolean {
  const { cells, columns, rows } = grid;
  const range = (quantileOf(histogram, 0.99) - quantileOf(histogram, 0.01)) / airLevel;
  // An even slope over the whole view takes range / rows a cell; an outline takes many times that.
  const edge = range * Math.max(0.02, 2.5 / Math.min(columns, rows));
  for (let row = 0; row + 1 < rows; row++) {
    for (let i = row * columns; i < (row + 1) * columns - 1; i++) {
      const here = cells[i] ?? 0;
      if (Math.abs(here - (cells[i + 1] ?? 0)) > edge || Math.abs(here - (cells[i + columns] ?? 0)) > edge)
        return false;
    }
  }
  return true;
}

/** A page is white with thin dark strokes and hardly anything between; each inked row crosses many of them. */
function isText(plane: Plane, airLevel: number, histogram: Histogram): boolean {
  const white = 1 - shareBelow(histogram, 0.85 * airLevel);
  const ink = shareBelow(histogram, 0.5 * airLevel);
  if (white < 0.7 || ink < 0.005) return false;
  const { samples, widthPx, heightPx } = plane;
  const threshold = 0.5 * airLevel;
  const longest = Math.max(4, Math.round(widthPx * 0.025));
  let inkedRows = 0;
  let strokes = 0;
  let strokePixels = 0;
  let inkPixels = 0;
  for (let probe = 0; probe < 4 * PROBE_ROWS; probe++) {
    const start = Math.floor(((probe + 0.5) * heightPx) / (4 * PROBE_ROWS)) * widthPx;
    let run = 0;
    let strokesHere = 0;
    for (let x = 0; x <= widthPx; x++) {
      if (x < widthPx && (samples[start + x] ?? 0) < threshold) {
        run++;
        continue;
      }
      inkPixels += run;
      if (run > 0 && run <= longest) {
        strokesHere++;
        strokePixels += run;
      }
      run = 0;
    }
    strokes += strokesHere;
    if (strokesHere > 0) inkedRows++;
  }
  return inkedRows > 0 && strokes / inkedRows >= 12 && strokePixels >= 0.9 * inkPixels;
}

/** Drawn areas have a handful of grey tones; detector noise spreads every tone of a radiograph over many readings. */
function isDrawing(histogram: Histogram, airLevel: number): boolean {
  const tones: number[] = [];
  let midTones = 0;
  for (let bin = 0; bin < histogram.counts.length; bin++) {
    const level = levelOf(histogram, bin) / airLevel;
    const count = histogram.counts[bin] ?? 0;
    if (level < 0.04 || level > 0.94 || count === 0) continue;
    midTones += count;
    tones.push(count);
  }
  if (midTones < 0.2 * histogram.total) return false;
  let commonest = 0;
  for (const count of Uint32Array.from(tones).sort().subarray(-8)) commonest += count;
  return commonest >= 0.9 * midTones;
}

/**
 * A display picture of a scan reaches white where only air is and black behind the load, or is flat over its walls. A
 * photograph of a scene usually has neither end of the scale in any extent, and texture nearly everywhere.
 */
function isPhotograph(plane: Plane, histogram: Histogram, grid: TransmissionGrid): boolean {
  if (plane.bitDepth !== 8) return false;
  const white = 1 - shareBelow(histogram, 245);
  const black = shareBelow(histogram, 4);
  return white < 0.005 && black < 0.009 && flatShareOf(grid) < 0.5;
}

/** Share of the cells that differ from the cells to the right and below by less than 1 % of open beam. */
function flatShareOf(grid: TransmissionGrid): number {
  const { cells, columns, rows } = grid;
  let flat = 0;
  let total = 0;
  for (let row = 0; row + 1 < rows; row += 2) {
    for (let i = row * columns; i < (row + 1) * columns - 1; i += 2) {
      const here = cells[i] ?? 0;
      total++;
      if (Math.abs(here - (cells[i + 1] ?? 0)) < 0.01 && Math.abs(here - (cells[i + columns] ?? 0)) < 0.01) flat++;
    }
  }
  return total === 0 ? 1 : flat / total;
}
