import { type Outcome, succeed } from '../../../domain/failure.ts';
import { roundOrders } from '../../../performance/round-orders.ts';
import type { StartProgress } from '../../command-line/progress.ts';
import { type EarlyEnd, earlyEnd, type IsEndAsked } from '../end-early.ts';
import { blockShape } from '../plan/block-shape.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedScenario } from '../plan/planned-scenario.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';
import { type RateSearch, searchRate } from './search-rate.ts';

/** One scenario, by technology in the order of the targets, then by round. */
export interface MeasuredScenario {
  readonly scenario: PlannedScenario['scenario'];
  readonly blocks: readonly (readonly MeasuredBlock[])[];
  /** Of a server scenario, whose blocks are those of the highest rate that was kept; else empty. */
  readonly searches: readonly (readonly RateSearch[])[];
}

/** The performance run: what was measured, and of whom nothing can be stated. */
export interface MeasuredSpeeds {
  readonly measured: readonly MeasuredScenario[];
  /** By the place of the target: why a block of it broke off. It was measured no further, and lacks blocks. */
  readonly brokenOff: ReadonlyMap<number, string>;
  /** Null where it came to its end. */
  readonly endedEarly: EarlyEnd | null;
}

/**
 * The performance run: scenario by scenario, round by round, a block of each technology in an order that is drawn anew, so
 * that what else the machine does falls on all alike. One target works at a time. One whose block breaks off leaves the run,
 * and the others go on.
 *
 * @param scans how many are timed.
 * @param isEndAsked is asked before each round, so that all have as many, and within a search for a rate, which may take
 * long and is dropped with its round.
 */
export async function measureSpeed(
  targets: readonly RunningTarget[],
  { scenarios, seed, taktSeconds }: Pick<Plan, 'scenarios' | 'seed' | 'taktSeconds'>,
  scans: number,
  tell: StartProgress,
  isEndAsked: IsEndAsked = () => false,
): Promise<MeasuredSpeeds> {
  const blocksInAll = scenarios.reduce((sum, { rounds }) => sum + rounds * targets.length, 0);
  const ids = targets.map(({ ready }) => ready.technology.id);
  const progress = tell('timing', blocksInAll, ids);
  const orders = roundOrders(targets.length, seed);
  try {
    const measured: MeasuredScenario[] = [];
    const brokenOff = new Map<number, string>();
    for (const planned of scenarios) {
      const blocks = targets.map((): MeasuredBlock[] => []);
      const searches = targets.map((): RateSearch[] => []);
      const endedBefore = (round: number): MeasuredSpeeds => {
        const whole = <Of>(rounds: readonly (readonly Of[])[]) => rounds.map((each) => each.slice(0, round));
        if (round > 0) {
          measured.push({ scenario: planned.scenario, blocks: whole(blocks), searches: whole(searches) });
        }
        return { measured, brokenOff, endedEarly: earlyEnd(scenarios, planned, round) };
      };
      for (let round = 0; round < planned.rounds; round++) {
        if (isEndAsked()) return endedBefore(round);
        for (const place of orders.next().value) {
          const target = targets[place];
          if (target === undefined || brokenOff.has(place)) continue;
          const say = (note: string) => progress.say(note, place);
          const done = await measureRound(target, planned, { round, taktSeconds, scans, say, isEndAsked });
          if (!done.ok) {
            brokenOff.set(place, `${planned.scenario}, round ${round + 1}: ${done.failure.message}`);
            continue;
          }
          if (done.value === null) return endedBefore(round);
          blocks[place]?.push(done.value.block);
          if (done.value.search !== null) searches[place]?.push(done.value.search);
          progress.advance(place, blockNote(planned.scenario, done.value.block));
        }
      }
      measured.push({ scenario: planned.scenario, blocks, searches });
    }
    return { measured, brokenOff, endedEarly: null };
  } finally {
    progress.stop();
  }
}

/** How a block went, for who watches: no percentile, for which one block has too few queries. */
function blockNote(scenario: string, { latenciesMs, scansPerQuery, wallMs }: MeasuredBlock): string {
  const scans = latenciesMs.filter(Number.isFinite).length * scansPerQuery;
  return `${scenario}: ${((1000 * scans) / wallMs).toFixed(1)} scans/s`;
}

interface RoundTerms {
  readonly round: number;
  readonly taktSeconds: number;
  readonly scans: number;
  /** Hears how a round goes that takes long. */
  readonly say: (note: string) => void;
  readonly isEndAsked: IsEndAsked;
}

/** Null of a search that was not to go on. */
async function measureRound(
  target: RunningTarget,
  planned: PlannedScenario,
  { round, taktSeconds, scans, say, isEndAsked }: RoundTerms,
): Promise<Outcome<{ readonly block: MeasuredBlock; readonly search: RateSearch | null } | null>> {
  if (planned.scenario === 'server') return searchRate(target, planned, round, { scans, say, isEndAsked });
  const leastMs = 1000 * planned.roundSeconds;
  const block = await target.measure({ shape: blockShape(planned, { taktSeconds }), leastMs, round });
  return block.ok ? succeed({ block: block.value, search: null }) : block;
}
