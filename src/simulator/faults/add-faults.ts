import type { Energy } from '../../domain/scan/plane.ts';
import type { Random } from '../random.ts';
import type { ScannerPreset } from '../scanner-preset.ts';
import { drawDeadElements, showDeadElements } from './dead-elements.ts';
import { doseFactors } from './dose-variation.ts';
import { drawGainErrors } from './gain-errors.ts';
import { drawColumnGaps, showColumnGaps } from './missing-columns.ts';

const FULL_SCALE = 65_535;

/**
 * Puts a scan's faults into one energy's readings, in place: wrong doses and gains, what the dark correction takes away,
 * saturation, dead elements, missing columns. Array and columns fail alike in both energies; doses are each pulse's own.
 *
 * @param readings - row-major, `columns` wide.
 * @param random - the same for both energies of a scan.
 */
export function addFaults(
  readings: Uint16Array,
  columns: number,
  energy: Energy,
  scanner: ScannerPreset,
  random: Random,
): void {
  const { faults, airReading } = scanner;
  const rows = readings.length / columns;
  const doses = doseFactors(columns, faults, random.fork(`dose-${energy}`));
  const { factors, drifts } = drawGainErrors(rows, faults, random.fork('array'));
  const dark = faults.blackBelow * airReading;
  for (let row = 0; row < rows; row++) {
    const gain = factors[row] ?? 1;
    const drift = (drifts[row] ?? 0) / columns;
    const offset = row * columns;
    for (let column = 0; column < columns; column++) {
      const factor = (gain + drift * column) * (doses[column] ?? 1);
      const reading = Math.floor((readings[offset + column] ?? 0) * factor - dark + 0.5);
      readings[offset + column] = Math.min(FULL_SCALE, Math.max(0, reading));
    }
  }
  showDeadElements(readings, columns, airReading, drawDeadElements(rows, faults, random.fork('dead-elements')));
  showColumnGaps(readings, columns, drawColumnGaps(columns, faults, random.fork('missing-columns')));
}
