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
  /** Pictures of hits, misses and false alarms in the page; none without it. */
  readonly gallery?: boolean;
}

/** A plan that can be asked for by its name, in short. */
export interface PlanOutline {
  readonly name: string;
  /** Its own; null where it takes the first that are ready, `technologyLimit` at most. */
  readonly technologies: readonly string[] | null;
  readonly technologyLimit: number;
  /** Names of its sample sets. */
  readonly samples: readonly string[];
  readonly scenarios: readonly string[];
  /** What timing one technology takes about, by the plan; loading it and screening all scans come on top. */
  readonly timingSeconds: number;
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
export const REPORT_TASKS = ['loading', 'screening', 'timing', 'drawing'] as const;
export type ReportTask = (typeof REPORT_TASKS)[number];

/** How far a part of a run is. */
export interface ReportProgress {
  readonly task: ReportTask;
  readonly done: number;
  readonly total: number;
  /** How what is under way goes, where that takes long. */
  readonly note?: string;
}
