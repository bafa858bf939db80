import type { ReportState, ReportSummary } from '../../domain/comparison/report.ts';

/** A report as `/v1/reports` tells of it, as far as this page shows it. */
export interface ReportDocument {
  readonly id: string;
  readonly state: ReportState;
  readonly plan: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Of parts, not of time, 0…1; null where it failed. */
  readonly progress: number | null;
  readonly phrase: string;
  readonly request: { readonly technologies?: readonly string[]; readonly samples?: readonly string[] };
  readonly summary: ReportSummary | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface ReportPage {
  readonly items: readonly ReportDocument[];
  readonly nextCursor: string | null;
}

/** The files of a finished report. */
export type ReportFile = 'report.html' | 'report.json' | 'report.md' | 'speed.csv';
