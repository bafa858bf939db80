import type { Plane } from '../../domain/scan/plane.ts';

/** Pixels of a row that are compared with the rows next to it. */
const PROBES = 160;
/** A faulty line is off from both neighbours by more than this share of what they read. */
const LEAST_OFFSET = 0.012;
/** Where the neighbours differ by more than this share, an object's edge lies between them and the probe tells nothing. */
const LARGEST_NEIGHBOUR_DIFFERENCE = 0.03;
/** Darker than this share of open beam, noise hides a fault of gain. */
const LEAST_TRANSMISSION = 0.02;
/** The neighbours themselves go on like the rows beyond them: a thin rail is blurred into its neighbours, a fault not. */
const OF_OWN_OFFSET = 1 / 3;
/** Share of the probes, among those that could tell, which must agree: a rail or beam does not cross the whole view. */
const AGREEING_SHARE = 0.85;
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
  if (y < 2 || y >= plane.heightPx - 2 || probes < LEAST_PROBES) return false;
  const { samples, widthPx } = plane;
  const darkest = airLevel * LEAST_TRANSMISSION;
  const mostDissenters = Math.floor((1 - AGREEING_SHARE) * probes);
  let darker = 0;
  let brighter = 0;
  let dissenters = 0;
  for (let probe = 0; probe < probes; probe++) {
    const i = y * widthPx + Math.floor(((probe + 0.5) * widthPx) / probes);
    const above = samples[i - widthPx] ?? 0;
    const below = samples[i + widthPx] ?? 0;
    const mean = (above + below) / 2;
    if (mean < darkest || Math.abs(above - below) > LARGEST_NEIGHBOUR_DIFFERENCE * mean) continue;
    const offset = (samples[i] ?? 0) - mean;
    const beyond = ((samples[i - 2 * widthPx] ?? 0) + (samples[i + 2 * widthPx] ?? 0)) / 2;
    const stands =
      Math.abs(offset) >= LEAST_OFFSET * mean && Math.abs(mean - beyond) <= OF_OWN_OFFSET * Math.abs(offset);
    if (!stands) dissenters++;
    else if (offset < 0) darker++;
    else brighter++;
    if (dissenters > mostDissenters) return false;
  }
  const told = darker + brighter + dissenters;
  return told >= LEAST_PROBES && Math.max(darker, brighter) >= AGREEING_SHARE * told;
}

function isStuck(plane: Plane, airLevel: number, y: number, probes: number): boolean {
  if (probes < LEAST_PROBES || spansMoreThan(plane, y, probes, 0)) return false;
  const lively = airLevel * LIVELY_RANGE;
  const isLively = (near: number) => near >= 0 && near < plane.heightPx && spansMoreThan(plane, near, probes, lively);
  // A dead line may have a dead neighbour, so two rows are asked on each side; a plain border is lively on none or one.
  return (isLively(y - 1) || isLively(y - 2)) && (isLively(y + 1) || isLively(y + 2));
}

function spansMoreThan(plane: Plane, y: number, probes: number, range: number): boolean {
  const { samples, widthPx } = plane;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (let probe = 0; probe < probes; probe++) {
    const reading = samples[y * widthPx + Math.floor(((probe + 0.5) * widthPx) / probes)] ?? 0;
    if (reading < lowest) lowest = reading;
    if (reading > highest) highest = reading;
    if (highest - lowest > range) return true;
  }
  return false;
}
