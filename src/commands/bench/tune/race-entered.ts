import { fail, type Outcome, succeed } from '../../../domain/failure.ts';
import type { EvaluationOptions } from '../../evaluation/evaluate-samples.ts';
import type { IsEndAsked } from '../end-early.ts';
import { othersShare, readHostTimes } from '../host-load.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import { type Candidate, whyAllFailed } from './candidate.ts';
import type { EnteredRace, RaceSetup } from './enter-races.ts';
import { raceTargets } from './race-targets.ts';
import { raceTileBatches } from './race-tile-batches.ts';
import { raceOutcome, timesAsLong } from './report-race.ts';
import { LOOKS_AFTER_ROUNDS, raceTerms } from './run-races.ts';
import type { Tuning } from './tuning.ts';

/** What the latency bound is held against. */
const BOUND_PERCENTILE = 0.9;

export interface EnteredOptions {
  readonly latencyBoundMs: number | null;
  /** A block lasts at least so long, and then to the end of a pass over the timed scans. */
  readonly roundSeconds: number;
  readonly made: EvaluationOptions['made'];
  readonly setup: RaceSetup;
  /** The target of each candidate; those that are dropped leave. */
  readonly running: Map<Candidate, RunningTarget>;
  readonly isEndAsked: IsEndAsked;
}

/** Races splits of the CPUs, of all technologies in the same rounds, then numbers of tiles in one run of each winner. */
export async function raceEntered(
  entered: readonly EnteredRace[],
  { latencyBoundMs, roundSeconds, made, setup, running, isEndAsked }: EnteredOptions,
): Promise<Outcome<Tuning>> {
  const latencyBound = latencyBoundMs === null ? null : { percentile: BOUND_PERCENTILE, ms: latencyBoundMs };
  const races = entered.map(({ race }) => race);
  const before = readHostTimes();
  const terms = { latencyBound, roundSeconds, running, isEndAsked };
  const ended = await raceTargets(races, { name: 'tuning', ...terms });
  const failed = entered.map(({ race }) => whyAllFailed(race));
  const [ofAsked = null] = failed;
  if (ofAsked !== null) {
    return fail(
      'runtime-failed',
      `Every split of ${entered[0]?.technology} failed: ${ofAsked} Mend that, or tune another.`,
    );
  }
  // Before the second race, whose work is not in these blocks.
  const ownCpuMs = races
    .flat()
    .reduce((sum, { blocks }) => sum + blocks.reduce((own, { cpuMs }) => own + (cpuMs ?? 0), 0), 0);
  const othersCpuShare = othersShare(before, readHostTimes(), ownCpuMs);
  const outcomes = races.map((race) => raceOutcome(race, raceTerms(latencyBound), ended));
  const chosen = outcomes.map((outcome, place) => races[place]?.[outcome.chosen]);
  const siblings = siblingsOf(chosen.filter((_, place) => failed[place] === null));
  const left: NonNullable<Tuning['left']> = [];
  const reports: Tuning['races'] = [];
  for (const [place, { technology, precision, sha256 }] of entered.entries()) {
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
    timedScans: [...setup.timed],
    roundSeconds,
    looksAfterRounds: [...LOOKS_AFTER_ROUNDS],
    races: reports,
    ...(isEndAsked() && { endedEarly: true }),
    ...(left.length > 0 && { left }),
    siblings,
  });
}

function siblingsOf([first, ...others]: readonly (Candidate | undefined)[]): Tuning['siblings'] {
  return others.flatMap((other) => {
    if (first === undefined || other === undefined) return [];
    const found = timesAsLong(first, other);
    if (found.state !== 'estimated') return [];
    return [{ technology: other.technology, ratio: found.ratio, bounds: found.bounds, rounds: found.rounds }];
  });
}
