import { scanOrder } from './scan-order.ts';

/**
 * The order in which technologies take their turns, round after round, each drawn anew: places of technologies, each once.
 *
 * Where all rounds have one order (A B A B …), a machine that becomes slower as it warms up slows the second more in every
 * round, which no bounds know of; of one that is now faster and now slower, rounds offset one another, and bounds are
 * too wide. A drawn order makes the differences of rounds independent of what the machine does over time, so that
 * Student's bounds hold by the draw (Fisher 1935, The Design of Experiments; for benchmarks Abedi and Brecht 2017,
 * "randomized multiple interleaved trials", doi:10.1145/3030207.3030229). What that gains and costs stands in
 * docs/planted-truths.md.
 */
export function* roundOrders(technologies: number, seed: number): Generator<readonly number[], never> {
  const turns = scanOrder(technologies, seed);
  for (;;) yield Array.from({ length: technologies }, () => turns.next().value);
}
