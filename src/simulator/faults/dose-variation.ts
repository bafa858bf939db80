import type { Random } from '../random.ts';
import type { ScannerFaults } from './scanner-faults.ts';

/** Pulses after which a wandering dose has forgotten where it was. */
const WANDER_PULSES = 30;
/** One pulse in so many misfires: it gives a good deal less, and monitoring catches only half of it. */
const MISFIRE_ODDS = 0.0004;

/** Per column, the factor by which the pulse's dose is wrong: white, wandering, and now and then a misfire. */
export function doseFactors(columns: number, faults: ScannerFaults, random: Random): Float64Array {
  const factors = new Float64Array(columns);
  const memory = 1 - 1 / WANDER_PULSES;
  const push = faults.doseWander * Math.sqrt(1 - memory * memory);
  let wander = faults.doseWander * random.normal();
  for (let column = 0; column < columns; column++) {
    wander = memory * wander + push * random.normal();
    const misfire = random.chance(MISFIRE_ODDS) ? random.between(0.02, 0.15) : 0;
    factors[column] = (1 + wander + faults.doseDeviation * random.normal()) * (1 - misfire);
  }
  return factors;
}
