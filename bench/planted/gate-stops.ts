import { summariseScenario } from '../../src/commands/bench/speed/summarise-scenario.ts';
import { judgeChanges } from '../../src/commands/compare/judge-changes.ts';
import { pairScenarios, type TimedRun } from '../../src/commands/compare/pair-scenarios.ts';
import { type AnsweredScan, pairedRateChanges } from '../../src/commands/compare/rate-changes.ts';
import { timeChanges } from '../../src/commands/compare/time-changes.ts';
import { createRandom, type Random } from '../../src/simulator/random.ts';
import { drawScores, ROUNDS, thresholdFor } from './draw-outcomes.ts';
import { EQUAL, UNLIKE } from './measure-planted.ts';
import type { Planted } from './planted-intervals.ts';

/** How often the gate of `scanbench compare` stops at a second report that is what it is. */
export interface GateStops {
  readonly second: string;
  readonly stops: number;
  readonly repetitions: number;
}

const THRESHOLD = thresholdFor(0.05);
const QUERIES = 20;
/** None, so that bounds and correction alone are on trial. */
const NO_MARGIN = 0;

const SECONDS: readonly { readonly second: string; readonly planted: Planted; readonly isSame: boolean }[] = [
  { second: 'the very same, timed again', planted: EQUAL, isSame: true },
  { second: 'equally good, with noise of its own', planted: EQUAL, isSame: false },
  { second: 'finds less, and a fifth slower', planted: UNLIKE, isSame: false },
];

export function measureGate(repetitions: number, seed: number): readonly GateStops[] {
  return SECONDS.map(({ second, planted, isSame }) => {
    let stops = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const own = seed + repetition;
      const [changes = []] = judgeChanges([
        [
          ...pairedRateChanges(answers(planted, own, isSame)),
          ...timeChanges(pairScenarios(run(own, 'first', 1), run(own, 'second', planted.factor)), NO_MARGIN),
        ],
      ]);
      if (changes.some(({ gates, finding }) => gates && finding === 'worse')) stops++;
    }
    return { second, stops, repetitions };
  });
}

function answers({ pair }: Planted, seed: number, isSame: boolean): readonly AnsweredScan[] {
  const { threats, benigns } = drawScores(pair, seed);
  const answer = (score: number) => {
    const decision = score >= THRESHOLD ? ('alarm' as const) : ('clear' as const);
    return { decision, reason: null, score };
  };
  const scansOf = (truth: AnsweredScan['truth'], scores: typeof threats) =>
    scores.map(([first, second]) => ({ truth, first: answer(first), second: answer(isSame ? first : second) }));
  return [...scansOf('threat', threats), ...scansOf('benign', benigns)];
}

/** One run on an idle machine: each round and each query some per cent of its own. */
function run(seed: number, which: string, factor: number): TimedRun {
  const random = createRandom(seed, `${which} run`);
  const blocks = Array.from({ length: ROUNDS }, () => block(random, factor));
  const scenarios = [{ scenario: 'single-stream' as const, rounds: ROUNDS, roundSeconds: 1 }];
  const plan = { scenarios, percentiles: [0.5], taktSeconds: 30 };
  return { plan, speed: { state: 'measured', scenarios: [summariseScenario('single-stream', blocks, plan)] } };
}

function block(random: Random, factor: number) {
  const round = Math.exp(0.03 * random.normal());
  const latenciesMs = Array.from({ length: QUERIES }, () => 40 * factor * round * Math.exp(0.1 * random.normal()));
  const wallMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
  const spent = { serviceMs: wallMs, cpuMs: wallMs, workers: 1, peakMemoryBytes: 1 };
  return { latenciesMs, wallMs, lateMs: 0, scansPerQuery: 1, ...spent, answers: [] };
}
