import { createRandom } from '../../src/simulator/random.ts';

/** What makes the times of a machine uneven; all of logarithms of times. */
export interface Machine {
  readonly what: string;
  /** Of how slow the machine is, which changes only slowly; 0 where it does not change. */
  readonly driftSpread: number;
  /** How much slower the machine is at the end than at the beginning, as one that warms up. */
  readonly slowing: number;
  /** The share of moments in which another program takes half of the machine. */
  readonly disturbedShare: number;
}

/** Moments of a run, in which the machine does not change: they part into 12, 24 and 48 blocks. */
export const UNITS = 192;
/** Of each moment on its own. A block of a twelfth of the time then has one of 3 %. */
const OWN_SPREAD = 0.12;
/** Moments over which the machine forgets how slow it was: longer than a block of a plan. */
const MEMORY = 24;
const DISTURBED_FACTOR = 2;
const SCAN_MS = 40;

export const MACHINES: readonly Machine[] = [
  { what: 'even', driftSpread: 0, slowing: 0, disturbedShare: 0 },
  { what: 'now faster, now slower', driftSpread: 0.1, slowing: 0, disturbedShare: 0 },
  { what: 'slower by 35 % at the end', driftSpread: 0, slowing: 0.3, disturbedShare: 0 },
  { what: 'disturbed in a moment of 20', driftSpread: 0, slowing: 0, disturbedShare: 0.05 },
];

/** What a scan takes at each moment of a run. */
export function machineTimes({ driftSpread, slowing, disturbedShare }: Machine, seed: number): readonly number[] {
  const random = createRandom(seed, 'machine');
  const kept = Math.exp(-1 / MEMORY);
  let drift = driftSpread * random.normal();
  return Array.from({ length: UNITS }, (_, moment) => {
    drift = kept * drift + driftSpread * Math.sqrt(1 - kept ** 2) * random.normal();
    const own = OWN_SPREAD * random.normal();
    const slowed = (slowing * moment) / UNITS;
    return SCAN_MS * Math.exp(drift + own + slowed) * (random.chance(disturbedShare) ? DISTURBED_FACTOR : 1);
  });
}
