import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { EvaluationOptions } from '../../evaluation/evaluate-samples.ts';
import { findScans } from '../../find-scans.ts';
import { chooseTimed } from '../choose-timed.ts';
import { othersShare, readHostTimes } from '../host-load.ts';
import type { Plan } from '../plan.ts';
import { stopAll } from '../ready-targets.ts';
import type { RunningTarget } from '../start-target.ts';
import { type Candidate, whyAllFailed } from './candidate.ts';
import { enterRaces } from './enter-races.ts';
import { raceTargets } from './race-targets.ts';
import { raceTileBatches } from './race-tile-batches.ts';
import { raceOutcome, timesAsLong } from './report-race.ts';
import { LOOKS_AFTER_ROUNDS, raceTerms } from './run-races.ts';
import type { Tuning } from './tuning.ts';

/** What the latency bound is held against. */
const BOUND_PERCENTILE = 0.9;

export interface TuneOptions {
  /** Whose samples, timed scans, warm-up and seed are taken. */
  readonly plan: Pick<Plan, 'samples' | 'split' | 'performanceScans' | 'warmUpScans' | 'seed'>;
  /** Undefined: the first that is ready in the order of the listing. */
  readonly technology?: string;
  readonly latencyBoundMs: number | null;
  /** A block lasts at least so long, and then to the end of a pass over the timed scans. */
  readonly roundSeconds: number;
  readonly modelsDir: string;
  readonly made: EvaluationOptions['made'];
}

/**
 * Finds how to share this machine's CPUs out for a technology: every split runs in a process of its own, all workers
 * busy and nothing queued, in turn with the others, until it is shown slower or late. Siblings of another precision run their
 * own race in the same rounds. Then how many tiles are one run is raced at the chosen split. A setting that does
 * not start, or in which a scan fails, is left out and named. Fails where the technology cannot be had or runs on another server, and where
 * all of its settings fail.
 */
export async function tune(options: TuneOptions): Promise<Outcome<Tuning>> {
  const { plan, latencyBoundMs, roundSeconds, modelsDir, made } = options;
  const wanted = { folders: plan.samples, ...(plan.split !== undefined && { split: plan.split }) };
  const sources = await findScans(wanted);
  if (!sources.ok) return sources;
  const timed = chooseTimed(sources.value, plan.performanceScans);
  const { warmUpScans, seed } = plan;
  const setup = { modelsDir, scans: wanted, timed, warmUpScans, seed };
  const running = new Map<Candidate, RunningTarget>();
  try {
    const entered = await enterRaces(options.technology, setup, running);
    if (!entered.ok) return entered;
    const latencyBound = latencyBoundMs === null ? null : { percentile: BOUND_PERCENTILE, ms: latencyBoundMs };
    const races = entered.value.map(({ race }) => race);
    const before = readHostTimes();
    const terms = { latencyBound, roundSeconds, running };
    await raceTargets(races, { name: 'tuning', ...terms });
    const failed = entered.value.map(({ race }) => whyAllFailed(race));
    const [ofAsked = null] = failed;
    if (ofAsked !== null) {
      return fail(
        'runtime-failed',
        `Every split of ${entered.value[0]?.technology} failed: ${ofAsked} Mend that, or tune another.`,
      );
    }
    // Before the second race, whose work is not in these blocks.
    const ownCpuMs = races
      .flat()
      .reduce((sum, { blocks }) => sum + blocks.reduce((own, { cpuMs }) => own + (cpuMs ?? 0), 0), 0);
    const othersCpuShare = othersShare(before, readHostTimes(), ownCpuMs);
    const outcomes = races.map((race) => raceOutcome(race, raceTerms(latencyBound)));
    const chosen = outcomes.map((outcome, place) => races[place]?.[outcome.chosen]);
    const siblings = siblingsOf(chosen.filter((_, place) => failed[place] === null));
    const left: NonNullable<Tuning['left']> = [];
    const reports: Tuning['races'] = [];
    for (const [place, { technology, precision, sha256 }] of entered.value.entries()) {
      const [outcome, winner] = [outcomes[place], chosen[place]];
      if (outcome === undefined || winner === undefined) throw new RangeError('a race has a default');
      const reason = failed[place] ?? null;
      if (reason !== null) {
        left.push({ technology, reason });
        continue;
      }
      const tileBatch = await raceTileBatches(winner, setup, { name: 'tile batch', ...terms });
      if (!tileBatch.ok) return tileBatch;
      reports.push({ technology, precision, sha256, ...outcome, tileBatch: tileBatch.value });
    }
    return succeed({
      kind: 'scanbench-tuning',
      version: 3,
      ...made,
      othersCpuShare,
      latencyBound,
      timedScans: [...timed],
      roundSeconds,
      looksAfterRounds: [...LOOKS_AFTER_ROUNDS],
      races: reports,
      ...(left.length > 0 && { left }),
      siblings,
    });
  } finally {
    await stopAll([...running.values()]);
  }
}

function siblingsOf([first, ...others]: readonly (Candidate | undefined)[]): Tuning['siblings'] {
  return others.flatMap((other) => {
    if (first === undefined || other === undefined) return [];
    const found = timesAsLong(first, other);
    if (found.state !== 'estimated') return [];
    return [{ technology: other.technology, ratio: found.ratio, bounds: found.bounds, rounds: found.rounds }];
  });
}
