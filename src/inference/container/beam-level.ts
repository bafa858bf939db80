import type { TransmissionGrid } from './transmission-grid.ts';

/** Open beam above the roof that reads lower than this would in parts pass for matter … */
const EVEN_FROM = 0.985;
/** … and what reads lower than this is matter. */
const AIR_FROM = 0.9;

/** What open beam reads in a row of a grid, as a share of what it reads lower down. */
export type BeamLevel = (row: number) => number;

/**
 * How open beam falls off towards the upper border. The rim of a fan that is off its centre has less light; a container
 * is seen from below the rim of the fan, so the first rows show air, and from there the loss shrinks with the square of
 * the distance from the border. Null where the beam is even, or the first rows hold matter.
 */
export function beamLevelOf({ columns, rows, cells }: TransmissionGrid): BeamLevel | null {
  const first = cells.slice(0, columns).sort();
  const top = first[columns >> 1] ?? 1;
  if (top >= EVEN_FROM || top < AIR_FROM) return null;
  return (row) => 1 - (1 - top) * (1 - Math.min(rows, Math.max(0, row)) / rows) ** 2;
}

/** The grid as an even beam would show it. */
export function levelled(grid: TransmissionGrid, level: BeamLevel): TransmissionGrid {
  const { columns, rows, cells: uneven } = grid;
  const cells = new Float32Array(uneven.length);
  for (let row = 0; row < rows; row++) {
    const scale = 1 / level(row);
    for (let i = row * columns; i < (row + 1) * columns; i++) cells[i] = (uneven[i] ?? 0) * scale;
  }
  return { ...grid, cells };
}
