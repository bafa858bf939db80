/** How long a service may say nothing. */
export interface Patience {
  /** To a question that takes no screening: a busy service answers it, too. So long it may also be away. */
  readonly questionMs: number;
  /** To a scan, of a service that answers questions and has answered no scan yet: four times the usual deadline. */
  readonly firstScanMs: number;
  /** To a scan, once it has answered one: longer than any deadline that it keeps. */
  readonly scanMs: number;
}

export const PATIENCE: Patience = { questionMs: 60_000, firstScanMs: 120_000, scanMs: 660_000 };
