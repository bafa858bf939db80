import type { Random } from '../random.ts';
import type { ScannerFaults } from './scanner-faults.ts';

/** Per row, what an element's gain is wrong by at the first column, and how much that grows until the last. */
export interface GainErrors {
  readonly factors: Float64Array;
  readonly drifts: Float64Array;
}

/**
 * Gains since the last calibration: each element's own error, each module's step (with a slight slope inside it, as
 * modules warm up from one end), and the light that the fan lacks at one end when the beam is off its centre.
 */
export function drawGainErrors(rows: number, faults: ScannerFaults, random: Random): GainErrors {
  const factors = new Float64Array(rows);
  const drifts = new Float64Array(rows);
  // Modules do not begin with the picture: the fan is cropped.
  const offset = random.integer(0, faults.moduleElements - 1);
  const drop = faults.offCentreDrop * random.unit();
  const fromTop = random.chance(0.5);
  let step = faults.moduleDeviation * random.normal();
  let slope = (faults.moduleDeviation / 2) * random.normal();
  for (let row = 0; row < rows; row++) {
    const inModule = (row + offset) % faults.moduleElements;
    if (inModule === 0) {
      step = faults.moduleDeviation * random.normal();
      slope = (faults.moduleDeviation / 2) * random.normal();
    }
    const along = fromTop ? 1 - row / rows : row / rows;
    const module = step + slope * (inModule / faults.moduleElements - 0.5);
    factors[row] = (1 + faults.gainDeviation * random.normal() + module) * (1 - drop * along * along);
    drifts[row] = faults.gainDrift * random.normal();
  }
  return { factors, drifts };
}
