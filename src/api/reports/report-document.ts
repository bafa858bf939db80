import type { ReportProgress } from '../../domain/comparison/report.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import { describeProgress } from './report-progress.ts';

/** A report as JSON text, put together as it was written. `progress` is of the one that is being made. */
export function reportJson(report: ReportsTable, progress: ReportProgress | null): string {
  const { id, state, plan, request, summary, failure, created_at, started_at, ended_at } = report;
  const moments = { createdAt: moment(created_at), startedAt: moment(started_at), endedAt: moment(ended_at) };
  const head = JSON.stringify({ id, state, plan, ...moments, ...stateOf(state, progress) });
  return `${head.slice(0, -1)},"request":${request},"summary":${summary},"failure":${failure}}`;
}

function stateOf(state: ReportsTable['state'], progress: ReportProgress | null) {
  if (state === 'running') return progress === null ? { progress: 0, phrase: 'starting' } : describeProgress(progress);
  if (state === 'queued') return { progress: 0, phrase: 'waiting for its turn' };
  return { progress: state === 'finished' ? 1 : null, phrase: state };
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
