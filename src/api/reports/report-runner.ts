import type { PlanOutline, ReportOrder, ReportProgress, ReportSummary } from '../../domain/comparison/report.ts';
import type { Outcome } from '../../domain/failure.ts';

/** A plan that was found to be right, its sample sets found. What it holds is the runner's own affair. */
export interface PreparedPlan {
  readonly name: string;
  /** Ids of technologies or models; null for the first that are ready. */
  readonly technologies: readonly string[] | null;
  readonly json: string;
  /** Whether the page shows pictures of hits, misses and false alarms. */
  readonly gallery: boolean;
}

export interface ReportRun {
  readonly plan: PreparedPlan;
  /** An empty folder that takes the files of the report. */
  readonly folder: string;
  /** Ends the run, wherever it is. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReportProgress) => void;
}

/** All that the API knows of how a report is made: in a process of its own, because it measures and takes minutes. */
export interface ReportRunner {
  /** JSON Schema of a plan, for the description of the API. */
  readonly planSchema: object;
  /** The plans that can be asked for by name. */
  plans(): Promise<readonly PlanOutline[]>;
  /** Names of the sample sets that can be asked for. */
  sampleSets(): Promise<readonly string[]>;
  /** Fails with `malformed-request`, and the field that is wrong or the names that there are. */
  prepare(order: ReportOrder): Promise<Outcome<PreparedPlan>>;
  /** Fails with why nothing came of it; resolves once the process has ended. */
  run(run: ReportRun): Promise<Outcome<ReportSummary>>;
}
