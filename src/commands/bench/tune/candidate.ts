import type { CpuSplit } from '../../../performance/cpu-splits.ts';
import type { Dropped, Racer } from '../../../performance/race.ts';
import type { MeasuredBlock } from '../target-messages.ts';

/** How a technology is run: the CPUs shared out, and how many tiles of a box are one run. */
export interface Split extends CpuSplit {
  readonly tileBatch: number;
}

/** One split of the CPUs for one technology, and all that was measured of it. */
export interface Candidate {
  readonly technology: string;
  readonly split: Split;
  readonly blocks: MeasuredBlock[];
  /** Null while it is in the race. */
  dropped: (Dropped & { readonly afterRounds: number }) | null;
}

/** What a race looks at. */
export function racerOf({ blocks }: Candidate): Racer {
  return {
    msPerScanByRound: blocks.map(({ wallMs, latenciesMs }) => wallMs / latenciesMs.length),
    latenciesMs: blocks.flatMap(({ latenciesMs }) => latenciesMs),
  };
}
