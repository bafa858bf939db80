import { roundOrders } from '../../src/performance/round-orders.ts';
import { type RoundTimes, speedRatio } from '../../src/performance/speed-ratio.ts';
import { widthRatio } from './measure-planted.ts';
import { MACHINES, type Machine, machineTimes, UNITS } from './simulated-machine.ts';

/** How a ratio of speeds fares where the same time is parted into so many rounds. */
export interface RoundsCoverage {
  readonly machine: string;
  readonly order: string;
  readonly rounds: number;
  /** Repetitions whose bounds hold the planted ratio. */
  readonly held: number;
  readonly widthRatio: number | null;
  /** Mean width over that of the fewest rounds on the same runs. */
  readonly widthToSix: number;
}

/** The fewest of which a ratio is stated, those of the default plan, and twice as many. */
const ROUNDS = [6, 12, 24] as const;
const FACTOR = 1.2;

type Orders = (seed: number) => Iterator<readonly number[], never>;

/** As `bench` has them, and as it had them before: what drawing them gains and costs. */
const ORDERS: readonly (readonly [string, Orders])[] = [
  ['drawn', (seed) => roundOrders(2, seed)],
  ['always the same', alwaysTheSame],
];

function* alwaysTheSame(): Generator<readonly number[], never> {
  for (;;) yield [0, 1];
}

/** Every simulated machine, its time parted into few long rounds or into many short ones. */
export function measureRounds(repetitions: number, seed: number): readonly RoundsCoverage[] {
  return MACHINES.flatMap((machine) => ORDERS.flatMap((order) => measureMachine(machine, order, repetitions, seed)));
}

function measureMachine(
  machine: Machine,
  [order, ordersOf]: (typeof ORDERS)[number],
  repetitions: number,
  seed: number,
): readonly RoundsCoverage[] {
  const all = ROUNDS.map((rounds) => ({
    rounds,
    found: Array.from({ length: repetitions }, (_, repetition) =>
      ratioOf(roundsOf(machineTimes(machine, seed + repetition), rounds, ordersOf(seed + repetition))),
    ),
  }));
  const widthOf = (found: readonly ReturnType<typeof ratioOf>[]) =>
    found.reduce((sum, { bounds }) => sum + bounds[1] - bounds[0], 0);
  const six = widthOf(all[0]?.found ?? []);
  const truth = Math.log(FACTOR);
  return all.map(({ rounds, found }) => ({
    machine: machine.what,
    order,
    rounds,
    held: found.filter(({ bounds }) => bounds[0] <= truth && truth <= bounds[1]).length,
    widthRatio: widthRatio(found),
    widthToSix: widthOf(found) / six,
  }));
}

function ratioOf(rounds: readonly RoundTimes[]) {
  const found = speedRatio(rounds);
  if (found.state !== 'estimated') throw new Error('there are rounds enough');
  const [lower, upper] = found.bounds;
  return { estimate: Math.log(found.ratio), bounds: [Math.log(lower), Math.log(upper)] as const };
}

/** Both take turns; each block is the mean of its part of the time. */
function roundsOf(times: readonly number[], rounds: number, orders: ReturnType<Orders>): readonly RoundTimes[] {
  const blockUnits = UNITS / (2 * rounds);
  const blockMs = (block: number) => {
    const own = times.slice(block * blockUnits, (block + 1) * blockUnits);
    return own.reduce((sum, ms) => sum + ms, 0) / own.length;
  };
  return Array.from({ length: rounds }, (_, round) => {
    const order = orders.next().value;
    return {
      firstMs: blockMs(2 * round + order.indexOf(0)),
      secondMs: FACTOR * blockMs(2 * round + order.indexOf(1)),
    };
  });
}
