import type { ReportState } from '../../domain/comparison/report.ts';

/** A report that was asked for. */
export interface ReportsTable {
  /** UUIDv7: its order is the order in which they are made. */
  id: string;
  /** Of the key that asked for it; empty where the key, or nobody's, is of no port. */
  port: string;
  state: ReportState;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  /** The name of the plan. */
  plan: string;
  /** `ReportOrder` as JSON. */
  request: string;
  /** `ReportSummary` as JSON, of a finished one. */
  summary: string | null;
  /** `Failure` as JSON, of a failed one. */
  failure: string | null;
}

export interface ReportTables {
  reports: ReportsTable;
}
