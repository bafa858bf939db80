import type { Plane } from '../../domain/plane.ts';

/** Pixels of a row that are compared with the rows next to it. */
const PROBES = 160;
/** A faulty line is off from both neighbours by more than this share of the open-beam level. */
const LEAST_OFFSET = 0.012;
/** … and by at least this many times what the neighbours differ from each other: an object's edge lies between them. */
const OF_NEIGHBOUR_DIFFERENCE = 3;
/** Share of the probes, among those that could tell, which must agree: a rail or beam does not cross the whole view. */
const AGREEING_SHARE = 0.9;
/** Fewer probes than this that could tell prove nothing. */
const LEAST_PROBES = 24;
/** A stuck line shows one reading while the line next to it spans at least this share of the open-beam level. */
const LIVELY_RANGE = 0.05;

/**
 * Counts the detector lines (rows) that are dead, stuck at one reading, or off by a step from both neighbours.
 *
 * Each row belongs to one detector element through the whole passage, so its fault shows from border to border, in
 * the air as well as behind the cargo; nothing in a container does that without its neighbours.
 */
export function countFaultyLines(plane: Plane, airLevel: number): number {
  const probes = Math.min(PROBES, plane.widthPx);
  let faulty = 0;
  for (let y = 0; y < plane.heightPx; y++) {
    if (isStuck(plane, airLevel, y, probes) || isStepped(plane, airLevel, y, probes)) faulty++;
  }
  return faulty;
}

function isStepped(plane: Plane, airLevel: number, y: number, probes: number): boolean {
  if (y === 0 || y === plane.heightPx - 1 || probes < LEAST_PROBES) return false;
  const { samples, widthPx } = plane;
  const leastOffset = airLevel * LEAST_OFFSET;
  let told = 0;
  let darker = 0;
  let brighter = 0;
  for (let probe = 0; probe < probes; probe++) {
    const i = y * widthPx + Math.floor(((probe + 0.5) * widthPx) / probes);
    const above = samples[i - widthPx] ?? 0;
    const below = samples[i + widthPx] ?? 0;
    const here = samples[i] ?? 0;
    const mean = (above + below) / 2;
    // Where the neighbours are at the end of the scale, a gain fault towards that end cannot be seen.
    if (mean < leastOffset) continue;
    told++;
    const offset = here - mean;
    if (Math.abs(offset) < Math.max(leastOffset * (mean / airLevel), OF_NEIGHBOUR_DIFFERENCE * Math.abs(above - below)))
      continue;
    if (offset < 0) darker++;
    else brighter++;
  }
  return told >= LEAST_PROBES && Math.max(darker, brighter) >= AGREEING_SHARE * told;
}

function isStuck(plane: Plane, airLevel: number, y: number, probes: number): boolean {
  const { heightPx } = plane;
  if (probes < LEAST_PROBES || heightPx < 3) return false;
  if (rangeOf(plane, y, probes) > 0) return false;
  const lively = airLevel * LIVELY_RANGE;
  // A dead line may have a dead neighbour: the next rows on both sides are asked, too.
  return [y - 2, y - 1, y + 1, y + 2].some(
    (near) => near >= 0 && near < heightPx && rangeOf(plane, near, probes) >= lively,
  );
}

function rangeOf(plane: Plane, y: number, probes: number): number {
  const { samples, widthPx } = plane;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (let probe = 0; probe < probes; probe++) {
    const reading = samples[y * widthPx + Math.floor(((probe + 0.5) * widthPx) / probes)] ?? 0;
    if (reading < lowest) lowest = reading;
    if (reading > highest) highest = reading;
  }
  return highest - lowest;
}
