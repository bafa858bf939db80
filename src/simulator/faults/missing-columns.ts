import type { Random } from '../random.ts';
import type { ScannerFaults } from './scanner-faults.ts';

const LONGEST_GAP = 3;

/** Columns whose data never arrived: black, or the last good column shown again. */
export interface ColumnGap {
  readonly from: number;
  readonly to: number;
  readonly shows: 'black' | 'last-column';
}

/** The gaps of one scan, the same for all its energies. */
export function drawColumnGaps(columns: number, faults: ScannerFaults, random: Random): readonly ColumnGap[] {
  const count = random.poisson((faults.missingColumnsPerThousand * columns) / 1000);
  return Array.from({ length: count }, () => {
    const from = random.integer(1, columns - 1);
    const to = Math.min(columns, from + random.integer(1, LONGEST_GAP));
    return { from, to, shows: random.chance(0.3) ? 'black' : 'last-column' };
  });
}

/** Rewrites the missing columns in readings of `columns` columns, row-major. */
export function showColumnGaps(readings: Uint16Array, columns: number, gaps: readonly ColumnGap[]): void {
  for (const { from, to, shows } of gaps) {
    for (let row = 0; row < readings.length; row += columns) {
      readings.fill(shows === 'black' ? 0 : (readings[row + from - 1] ?? 0), row + from, row + to);
    }
  }
}
