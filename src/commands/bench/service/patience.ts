/** How long a service may say nothing. */
export interface Patience {
  /** To a question that takes no screening: a busy service answers it, too. */
  readonly questionMs: number;
  /** To a scan, of a service that answers questions: longer than any deadline that it keeps. */
  readonly scanMs: number;
}

export const PATIENCE: Patience = { questionMs: 60_000, scanMs: 660_000 };
