import type { ReportProgress, ReportSummary } from '../../domain/comparison/report.ts';
import type { Outcome } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import { readReportOrder } from './report-orders.ts';
import type { ReportRunner } from './report-runner.ts';

/** With what a report is made, and until when. */
interface Making {
  readonly records: Records;
  readonly runner: ReportRunner;
  /** Aborted when the report is not wanted any more. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReportProgress) => void;
}

/** One attempt at making the report that is on record, into a folder of its own among the files of reports. */
export async function makeReport(
  report: ReportsTable,
  { records, runner, signal, onProgress }: Making,
): Promise<Outcome<ReportSummary>> {
  const order = readReportOrder(report);
  if (!order.ok) return order;
  // Once more, because what was there when it was asked for may be gone.
  const plan = await runner.prepare(order.value);
  if (!plan.ok) return plan;
  const folder = await records.gate.attempt(() => records.reportFiles.create(report.id));
  if (!folder.ok) return folder;
  const ran = await records.gate.attempt(() =>
    runner.run({ plan: plan.value, folder: folder.value, signal, onProgress }),
  );
  return ran.ok ? ran.value : ran;
}
