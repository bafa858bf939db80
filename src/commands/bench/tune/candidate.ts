import type { Failure } from '../../../domain/failure.ts';
import type { CpuSplit } from '../../../performance/cpu-splits.ts';
import type { Dropped, Racer } from '../../../performance/race.ts';
import type { MeasuredBlock } from '../targets/target-messages.ts';

/** How a technology is run: the CPUs shared out, and how many tiles of a box are one run. */
export interface Split extends CpuSplit {
  readonly tileBatch: number;
}

/** It did not start, its process ended, or scans failed in it: it is measured no further. */
export interface FailedSetting {
  readonly why: 'failed';
  readonly reason: string;
  /** Null where it did not start. */
  readonly afterRounds: number | null;
}

/** One split of the CPUs for one technology, and all that was measured of it. */
export interface Candidate {
  readonly technology: string;
  readonly split: Split;
  readonly blocks: MeasuredBlock[];
  /** Null while it is in the race. */
  dropped: (Dropped & { readonly afterRounds: number }) | FailedSetting | null;
}

/** What a race looks at. */
export function racerOf({ blocks }: Candidate): Racer {
  return {
    msPerScanByRound: blocks.map(({ wallMs, latenciesMs }) => wallMs / latenciesMs.length),
    latenciesMs: blocks.flatMap(({ latenciesMs }) => latenciesMs),
  };
}

/** A candidate that is out before the race begins. */
export function neverStarted(technology: string, split: Split, { message }: Failure): Candidate {
  return { technology, split, blocks: [], dropped: { why: 'failed', reason: message, afterRounds: null } };
}

/** Why no candidate of a race is left to choose, in the words of the first; null where one did not fail. */
export function whyAllFailed(race: readonly Candidate[]): string | null {
  const reasons = race.map(({ dropped }) => (dropped?.why === 'failed' ? dropped.reason : null));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}
