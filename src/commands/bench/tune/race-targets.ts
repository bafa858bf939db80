import { fail } from '../../../domain/failure.ts';
import type { RaceTerms } from '../../../performance/race.ts';
import { startProgress } from '../../command-line/progress.ts';
import type { IsEndAsked } from '../end-early.ts';
import type { RunningTarget } from '../targets/start-target.ts';
import type { Candidate } from './candidate.ts';
import { LOOKS_AFTER_ROUNDS, runRaces } from './run-races.ts';

export interface RaceOptions {
  /** For the bar on the terminal. */
  readonly name: string;
  readonly latencyBound: RaceTerms['latencyBound'];
  readonly roundSeconds: number;
  /** The target of each candidate; one that is dropped is stopped and leaves. */
  readonly running: Map<Candidate, RunningTarget>;
  readonly isEndAsked: IsEndAsked;
}

/**
 * Races candidates on their targets, all workers busy and nothing queued. Those that did not start have left before. Gives
 * the round after which they ended because that was asked; null of races that ran.
 */
export async function raceTargets(
  races: readonly (readonly Candidate[])[],
  { name, latencyBound, roundSeconds, running, isEndAsked }: RaceOptions,
): Promise<number | null> {
  const progress = startProgress(name, races.flat().length * (LOOKS_AFTER_ROUNDS.at(-1) ?? 0));
  try {
    return await runRaces({
      races,
      latencyBound,
      isEndAsked,
      measure: async (candidate, round) => {
        const target = running.get(candidate);
        if (target === undefined) throw new Error('a candidate that was dropped is not measured');
        const shape = { scenario: 'closed-loop', inFlight: candidate.split.workers } as const;
        const block = await target.measure({ shape, leastMs: 1000 * roundSeconds, round });
        progress.advance();
        // Candidates that fail on other scans do not race over the same course.
        const failed = block.ok ? block.value.failed : undefined;
        return failed === undefined ? block : fail('runtime-failed', failed.message);
      },
      onDropped: async (candidate) => {
        await running.get(candidate)?.stop();
        running.delete(candidate);
      },
    });
  } finally {
    progress.stop();
  }
}
