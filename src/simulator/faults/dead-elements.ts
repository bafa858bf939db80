import type { Random } from '../random.ts';
import type { ScannerFaults } from './scanner-faults.ts';

/** An element that no longer measures: its whole row shows nothing, one value, too little, or its neighbours' mean. */
export type DeadElement =
  | { readonly row: number; readonly shows: 'nothing' | 'neighbours' }
  | { readonly row: number; readonly shows: 'one-value'; readonly share: number }
  | { readonly row: number; readonly shows: 'too-little'; readonly gain: number };

/** The dead elements of one scan, the same for all its energies. Most scanners patch them; some are found too late. */
export function drawDeadElements(rows: number, faults: ScannerFaults, random: Random): readonly DeadElement[] {
  const count = random.poisson((faults.deadElementsPerThousand * rows) / 1000);
  return Array.from({ length: count }, (): DeadElement => {
    const row = random.integer(0, rows - 1);
    const draw = random.unit();
    if (draw < 0.6) return { row, shows: 'neighbours' };
    if (draw < 0.75) return { row, shows: 'nothing' };
    if (draw < 0.8) return { row, shows: 'one-value', share: random.between(0.2, 1) };
    return { row, shows: 'too-little', gain: random.between(0.8, 0.97) };
  });
}

/** Rewrites the rows of dead elements in readings of `columns` × `rows`, row-major. */
export function showDeadElements(
  readings: Uint16Array,
  columns: number,
  airReading: number,
  elements: readonly DeadElement[],
): void {
  const rows = readings.length / columns;
  for (const element of elements) {
    const from = element.row * columns;
    const above = Math.max(0, element.row - 1) * columns;
    const below = Math.min(rows - 1, element.row + 1) * columns;
    for (let column = 0; column < columns; column++) {
      const reading = readings[from + column] ?? 0;
      const neighbours = ((readings[above + column] ?? 0) + (readings[below + column] ?? 0)) / 2;
      readings[from + column] = Math.floor(shownBy(element, reading, neighbours, airReading));
    }
  }
}

function shownBy(element: DeadElement, reading: number, neighbours: number, airReading: number): number {
  switch (element.shows) {
    case 'nothing':
      return 0;
    case 'neighbours':
      return neighbours;
    case 'one-value':
      return element.share * airReading;
    case 'too-little':
      return element.gain * reading;
  }
}
