import { type ThreatMask, threatRegions } from './threat-regions.ts';

/** The levels of a 16-bit anomaly map: counts of them are exact, and a set's maps need not be kept. */
const PIXEL_LEVELS = 65_536;

/**
 * What the pixel measures need of a sample set, gathered view by view so that no map is kept: counts of the benign
 * pixels by score level, and the scores of the threats' own pixels, which are few.
 */
export interface PixelCounts {
  /** Pixels outside all masks, of all views, at each level. */
  readonly benignPixels: Float64Array;
  /** For each level the sum, over the benign views, of the share of the view's pixels at it. */
  readonly benignShares: Float64Array;
  /** Pixels of each benign view. */
  readonly benignViewPx: number[];
  readonly threatViews: ThreatView[];
}

/** The pixels of one view that belong to threats, by connected region, as score levels. */
export interface ThreatView {
  readonly id: string;
  readonly regions: readonly Uint16Array[];
}

export function startPixelCounts(): PixelCounts {
  return {
    benignPixels: new Float64Array(PIXEL_LEVELS),
    benignShares: new Float64Array(PIXEL_LEVELS),
    benignViewPx: [],
    threatViews: [],
  };
}

/** Counts a view of a benign scan in. @param scores its anomaly map, one 16-bit level for each pixel */
export function countBenignView(counts: PixelCounts, scores: Uint16Array): void {
  const atLevel = new Uint32Array(PIXEL_LEVELS);
  for (let i = 0; i < scores.length; i++) {
    const level = scores[i] ?? 0;
    atLevel[level] = (atLevel[level] ?? 0) + 1;
  }
  for (let level = 0; level < PIXEL_LEVELS; level++) {
    const count = atLevel[level] ?? 0;
    if (count === 0) continue;
    counts.benignPixels[level] = (counts.benignPixels[level] ?? 0) + count;
    counts.benignShares[level] = (counts.benignShares[level] ?? 0) + count / scores.length;
  }
  counts.benignViewPx.push(scores.length);
}

/**
 * Counts a view of a scan with a threat in; one in which the threat does not show adds only benign pixels.
 *
 * @param scores its anomaly map, one 16-bit level for each pixel; of the mask's size: another is a bug, and throws a RangeError
 */
export function countThreatView(counts: PixelCounts, id: string, scores: Uint16Array, mask: ThreatMask): void {
  if (scores.length !== mask.pixels.length) {
    throw new RangeError(`a map of ${scores.length} pixels has a mask of ${mask.pixels.length}`);
  }
  const atLevel = new Uint32Array(PIXEL_LEVELS);
  for (let i = 0; i < scores.length; i++) {
    const level = scores[i] ?? 0;
    if (mask.pixels[i] === 0) atLevel[level] = (atLevel[level] ?? 0) + 1;
  }
  for (let level = 0; level < PIXEL_LEVELS; level++) {
    counts.benignPixels[level] = (counts.benignPixels[level] ?? 0) + (atLevel[level] ?? 0);
  }
  const regions = threatRegions(mask).map((region) => Uint16Array.from(region, (place) => scores[place] ?? 0));
  if (regions.length > 0) counts.threatViews.push({ id, regions });
}
