import { type Outcome, succeed } from '../../../domain/failure.ts';
import { type RunningTarget, startTarget } from '../targets/start-target.ts';
import type { TargetSetup } from '../targets/target-messages.ts';
import { type Candidate, neverStarted, type Split, whyAllFailed } from './candidate.ts';
import { type RaceOptions, raceTargets } from './race-targets.ts';
import { raceOutcome } from './report-race.ts';
import { raceTerms } from './run-races.ts';
import type { RaceReport } from './tuning.ts';

/** What is tried beside tiles one by one. */
const TILE_BATCHES = [2, 4, 8] as const;

/**
 * Races numbers of tiles in one run at the split of the CPUs that won, tiles one by one as the default: one axis after the
 * other, because all pairs of both would take as many processes. Of a model that takes tiles one by one alone, says why.
 */
export async function raceTileBatches(
  winner: Candidate,
  setup: Omit<TargetSetup, 'technology' | keyof Split>,
  options: RaceOptions,
): Promise<Outcome<RaceReport['tileBatch']>> {
  const { running, latencyBound, isEndAsked } = options;
  const target = running.get(winner);
  if (target === undefined) return alone('No split was shown to keep the bound, so none was taken for the race.');
  const { whyAlone } = target.ready.tileBatch;
  if (whyAlone !== null) return alone(whyAlone);
  if (isEndAsked()) return alone('The tuning was ended early, by Ctrl-C, before other numbers were raced.');
  const { technology, split } = winner;
  const enter = (ready: RunningTarget, tileBatch: number) => {
    const candidate: Candidate = { technology, split: { ...split, tileBatch }, blocks: [], dropped: null };
    running.set(candidate, ready);
    return candidate;
  };
  running.delete(winner);
  const race = [enter(target, 1)];
  for (const tileBatch of TILE_BATCHES) {
    const started = await startTarget({ ...setup, ...split, tileBatch, technology });
    if (!started.ok) {
      race.push(neverStarted(technology, { ...split, tileBatch }, started.failure));
      continue;
    }
    race.push(enter(started.value, tileBatch));
    const why = started.value.ready.tileBatch.whyAlone;
    if (why !== null) return alone(why);
  }
  const ended = await raceTargets([race], options);
  const failure = whyAllFailed(race);
  if (failure !== null) return alone(`Every number of tiles failed: ${failure}`);
  return succeed({ state: 'raced', race: raceOutcome(race, raceTerms(latencyBound), ended) });
}

function alone(reason: string): Outcome<RaceReport['tileBatch']> {
  return succeed({ state: 'one-by-one', reason });
}
