export const REPORT_STATES = ['queued', 'running', 'finished', 'failed'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** What a report is asked for: a plan, and what takes the place of what the plan says. */
export interface ReportOrder {
  /** The name of a shipped plan, or the fields of one. */
  readonly plan: string | Readonly<Record<string, unknown>>;
  /** Ids of technologies or models. */
  readonly technologies?: readonly string[];
  /** Names of sample sets. */
  readonly samples?: readonly string[];
}

/** What a finished report comes to, in a few sentences. */
export interface ReportSummary {
  readonly technologies: readonly string[];
  readonly threats: number;
  readonly benigns: number;
  /** One for each pair: what the first is beside the second. */
  readonly verdicts: readonly string[];
  /** What a reader must know before believing a number. */
  readonly warnings: readonly string[];
}

/** The parts of a run, in their order. */
export const REPORT_TASKS = ['loading', 'screening', 'timing'] as const;
export type ReportTask = (typeof REPORT_TASKS)[number];

/** How far a part of a run is. */
export interface ReportProgress {
  readonly task: ReportTask;
  readonly done: number;
  readonly total: number;
}
