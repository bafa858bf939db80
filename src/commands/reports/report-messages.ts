import type { ReportProgress, ReportSummary } from '../../domain/comparison/report.ts';
import type { Outcome } from '../../domain/failure.ts';

/** What the process of a report is started with. */
export interface ReportSetup {
  readonly planFile: string;
  readonly modelsDir: string;
  /** Takes the files of the report. */
  readonly folder: string;
  /** Whether the page shows pictures of hits, misses and false alarms. */
  readonly gallery: boolean;
}

/** What it says: how far it is, and at last what came of it. */
export type ReportMessage =
  | { readonly kind: 'progress'; readonly progress: ReportProgress }
  | { readonly kind: 'ended'; readonly outcome: Outcome<ReportSummary> };
