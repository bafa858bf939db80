import type { Box } from '../../domain/scan/box.ts';
import type { Plane } from '../../domain/scan/plane.ts';
import { type BeamLevel, beamLevelOf, levelled } from './beam-level.ts';
import { deckBeyondEnds } from './deck-line.ts';
import { depthOfFloor } from './floor-line.ts';
import { edgePlaces } from './outer-edges.ts';
import { MATTER_BELOW, roofLineOf } from './roof-line.ts';
import { type Roof, straightRoofsIn } from './straight-roofs.ts';
import type { TransmissionGrid } from './transmission-grid.ts';

/** A container in side view is at least this much wider than high: a 20-ft box squeezed by a fast pass is the least. */
const LEAST_ASPECT = 0.5;
/** A container is at least this high, as a share of the view. */
const LEAST_HEIGHT = 0.25;
/** The walls of a container cover all of its rectangle, the bag's or machine's outline does not. */
const LEAST_COVER = 0.97;
/** Two containers on one chassis: their lengths and the heights of their roofs differ by no more than this. */
const LEAST_LENGTH_RATIO = 0.6;
const ROOF_OFFSET = 0.08;
/** A roof nearer to the view's upper border than this is not seen: the border is. */
const ROOF_MARGIN_ROWS = 0.5;

/**
 * The outer rectangles of the containers in a side view, left to right: from post to post and from the roof rail's top
 * to the bottom of the floor. Empty where none can be told: a tight crop, or no container.
 *
 * @param airLevel - The reading of `plane` that stands for open beam.
 * @param grid - The same plane, reduced.
 */
export function locateContainers(plane: Plane, airLevel: number, grid: TransmissionGrid): readonly Box[] {
  const level = beamLevelOf(grid);
  const even = (_row: number) => 1;
  return level === null
    ? locateInEvenBeam(plane, airLevel, even, grid)
    : locateInEvenBeam(plane, airLevel, level, levelled(grid, level));
}

function locateInEvenBeam(plane: Plane, airLevel: number, level: BeamLevel, grid: TransmissionGrid): readonly Box[] {
  const tops = roofLineOf(grid);
  const roofs = straightRoofsIn(tops, grid.rows).filter((roof) => roof.middleRow >= ROOF_MARGIN_ROWS);
  const [main] = roofs;
  if (main === undefined) return [];
  const boxes: Box[] = [];
  for (const roof of roofs) {
    if (!matches(grid, main, roof)) continue;
    const depth = depthOfFloor(grid, roof, deckBeyondEnds(grid, tops, roof));
    if (coverOf(grid, roof, depth) < LEAST_COVER) continue;
    const box = refine(plane, airLevel * level(roof.middleRow), grid, roof, depth);
    if (isContainer(plane, box)) boxes.push(box);
  }
  return onOneFloor(boxes, plane.heightPx).sort((a, b) => a.x - b.x);
}

/**
 * Containers on one chassis stand on one level, whatever their heights. Where their floors were found at different
 * levels, a gap between tiers of goods was taken for the higher one, unless the lower one is but the view's border.
 */
function onOneFloor(boxes: readonly Box[], viewHeightPx: number): Box[] {
  const bottoms = boxes.map((box) => box.y + box.height);
  const seen = bottoms.filter((bottom) => bottom < viewHeightPx);
  const bottom = Math.max(...(seen.length > 0 ? seen : bottoms));
  return boxes.map((box) => ({ ...box, height: bottom - box.y }));
}

/** A rectangle that reaches both sides of the view is a part of a container in a tight crop. */
function isContainer(plane: Plane, box: Box): boolean {
  const isCutOff = box.x === 0 && box.width === plane.widthPx;
  return !isCutOff && box.width >= box.height * LEAST_ASPECT && box.height >= plane.heightPx * LEAST_HEIGHT;
}

function matches(grid: TransmissionGrid, main: Roof, roof: Roof): boolean {
  const ratio = (roof.right - roof.left) / (main.right - main.left);
  return ratio >= LEAST_LENGTH_RATIO && Math.abs(roof.middleRow - main.middleRow) <= grid.rows * ROOF_OFFSET;
}

/** Share of the cells between roof and floor that hold matter. */
function coverOf(grid: TransmissionGrid, roof: Roof, depth: number): number {
  const middle = (roof.left + roof.right) / 2;
  let covered = 0;
  let total = 0;
  for (let column = roof.left; column <= roof.right; column += 4) {
    const top = Math.round(roof.middleRow + roof.slope * (column - middle)) + 2;
    for (let row = top; row < Math.min(grid.rows, top + depth - 2); row += 2) {
      total++;
      if ((grid.cells[row * grid.columns + column] ?? 1) < MATTER_BELOW) covered++;
    }
  }
  return total === 0 ? 0 : covered / total;
}

function refine(plane: Plane, airLevel: number, grid: TransmissionGrid, roof: Roof, depth: number): Box {
  const { cellPx } = grid;
  const middle = (roof.left + roof.right) / 2;
  const length = roof.right - roof.left;
  const roofRowAt = (column: number) => roof.middleRow + roof.slope * (column - middle);
  const reach = 2 * cellPx + 2;
  const sides = {
    first: Math.max(0, Math.round((roof.middleRow + depth * 0.2) * cellPx)),
    last: Math.min(plane.heightPx - 1, Math.round((roof.middleRow + depth * 0.8) * cellPx)),
  };
  const leftEdges = edgePlaces(plane, airLevel, 'left', sides, () => roof.left * cellPx, reach);
  const rightEdges = edgePlaces(plane, airLevel, 'right', sides, () => (roof.right + 1) * cellPx - 1, reach);
  const left = medianOf(leftEdges, roof.left * cellPx);
  const right = medianOf(rightEdges, (roof.right + 1) * cellPx - 1);
  const along = {
    first: Math.round((roof.left + length * 0.03) * cellPx),
    last: Math.round((roof.right - length * 0.03) * cellPx),
  };
  const waves = reach + Math.ceil(grid.rows * 0.01) * cellPx;
  const tops = edgePlaces(plane, airLevel, 'top', along, (x) => roofRowAt(x / cellPx) * cellPx, waves);
  const y = tops[1] ?? Math.max(0, Math.round(Math.min(roofRowAt(roof.left), roofRowAt(roof.right)) * cellPx));
  const bottom = Math.min(plane.heightPx, Math.round((roof.middleRow + depth) * cellPx));
  return { x: left, y, width: right - left + 1, height: Math.max(1, bottom - y) };
}

function medianOf(ascending: Int32Array, otherwise: number): number {
  return ascending[ascending.length >> 1] ?? otherwise;
}
