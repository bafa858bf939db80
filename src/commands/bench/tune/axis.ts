import type { CandidateReport } from './tuning.ts';

/** What the candidates of a race differ in, and what that is called. */
export interface Axis {
  readonly head: string;
  readonly noun: string;
  readonly nameOf: (candidate: Pick<CandidateReport, 'workers' | 'intraOpThreads' | 'tileBatch'>) => string;
}

/** `2 × 1`: workers × threads of an inference. */
export const SPLITS: Axis = {
  head: 'workers × threads',
  noun: 'split',
  nameOf: ({ workers, intraOpThreads }) => `${workers} × ${intraOpThreads}`,
};

export const TILE_BATCHES: Axis = {
  head: 'tiles a run',
  noun: 'number of tiles',
  nameOf: ({ tileBatch }) => `${tileBatch} a run`,
};
