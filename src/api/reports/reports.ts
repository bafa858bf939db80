import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { ReportOrder, ReportProgress, ReportSummary } from '../../domain/comparison/report.ts';
import { type Failure, fail, type Outcome } from '../../domain/failure.ts';
import type { Requester } from '../../domain/service/requester.ts';
import type { Siblings } from '../../domain/service/siblings.ts';
import type { Records } from '../../records/open-records.ts';
import { beginReport, endReport, failInterruptedReports } from '../../records/reports/report-records.ts';
import type { ReportsTable } from '../../records/reports/report-tables.ts';
import type { ReportMetrics, ReportOutcome } from '../metrics/report-metrics.ts';
import { makeReport } from './make-report.ts';
import { addReport, removeReport } from './report-orders.ts';
import type { PreparedPlan, ReportRunner } from './report-runner.ts';

export interface ReportsOptions {
  readonly records: Records;
  readonly runner: ReportRunner;
  readonly metrics: ReportMetrics;
  readonly log: FastifyBaseLogger;
  readonly siblings: Siblings;
}

export interface Reports {
  /** Puts a report into the queue and gives its id. Fails with `rate-limited` where too many wait. */
  add(order: ReportOrder, plan: PreparedPlan, requester: Requester): Promise<Outcome<string>>;
  /** Ends a report where it is made, and removes it with its files. False where there is none, or none of this port. */
  remove(id: string, requester: Requester): Promise<Outcome<boolean>>;
  /** Of the report that is being made now; null for any other. */
  progressOf(id: string): ReportProgress | null;
  /** Makes what waits; to be called at the start, too: first, what a process before left behind is put right. */
  wake(): void;
  /** Ends the report that is being made; resolves once its process is gone. What waits is made after a restart. */
  stop(): Promise<void>;
}

const RETRY_MS = 1000;

const INTERRUPTED: Failure = {
  code: 'runtime-failed',
  message: 'It was interrupted: the service ended while it was made. Ask for it again.',
};

/** Makes reports one at a time, the oldest first: two at once would measure each other. */
export function createReports({ records, runner, metrics, log, siblings }: ReportsOptions): Reports {
  const ending = new AbortController();
  let current: { readonly id: string; readonly abort: AbortController; progress: ReportProgress | null } | null = null;
  let working: Promise<void> | null = null;
  let isWoken = false;
  let isPutRight = false;

  function wake(): void {
    isWoken = true;
    if (!ending.signal.aborted) working ??= work();
  }

  async function work(): Promise<void> {
    await putRight();
    while (isWoken) {
      isWoken = false;
      await workOff();
    }
    working = null;
  }

  async function workOff(): Promise<void> {
    while (!ending.signal.aborted) {
      const next = await records.reports.next();
      if (next.ok && next.value === null) return;
      const done = next.ok && next.value !== null && (await make(next.value));
      // The records are away: the report stays where it is.
      if (!done) await pause();
    }
  }

  async function pause(): Promise<void> {
    await sleep(RETRY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => {});
  }

  /** False where the records could not be written. */
  async function make(report: ReportsTable): Promise<boolean> {
    const { id } = report;
    const begun = await records.commit.write((transaction) => beginReport(transaction, id, Date.now()));
    if (!begun.ok || !begun.value) return begun.ok;
    const abort = new AbortController();
    current = { id, abort, progress: null };
    const startedAt = performance.now();
    metrics.countStartedReport();
    const signal = AbortSignal.any([abort.signal, ending.signal]);
    const onProgress = (progress: ReportProgress) => noteProgress(id, progress);
    const outcome = await makeReport(report, { records, runner, signal, onProgress }).catch((bug: unknown) => {
      log.error({ err: bug, reportId: id }, 'a report failed through a bug');
      return fail('runtime-failed', 'The service failed while it was made; its log says more.');
    });
    current = null;
    void siblings.tell('report-progress', { id, progress: null });
    // On record it stays running: the next start finds it and says that it was interrupted.
    if (ending.signal.aborted) return true;
    metrics.countEndedReport(outcomeName(outcome, abort.signal), (performance.now() - startedAt) / 1000);
    if (!outcome.ok && !abort.signal.aborted) log.warn({ reportId: id, failure: outcome.failure }, 'report failed');
    await persist(id, outcome);
    return true;
  }

  function noteProgress(id: string, progress: ReportProgress): void {
    if (current?.id !== id) return;
    current.progress = progress;
    void siblings.tell('report-progress', { id, progress });
  }

  /** Tries until it is on record: the work of minutes is not to be lost because a disk is full for one. */
  async function persist(id: string, outcome: Outcome<ReportSummary>): Promise<void> {
    for (;;) {
      const kept = await records.commit.write((transaction) => endReport(transaction, id, outcome, Date.now()));
      if (kept.ok) {
        if (!kept.value || !outcome.ok) await removeFiles(id);
        return;
      }
      if (ending.signal.aborted) return;
      await pause();
    }
  }

  async function removeFiles(id: string): Promise<void> {
    const removed = await records.gate.attempt(() => records.reportFiles.remove(id));
    // The next start finds them again.
    if (!removed.ok) log.warn({ reportId: id, failure: removed.failure }, 'the files of a report stay for now');
  }

  /** Once, before anything is made. */
  async function putRight(): Promise<void> {
    while (!isPutRight && !ending.signal.aborted) {
      const put = await records.commit.write((transaction) =>
        failInterruptedReports(transaction, INTERRUPTED, Date.now()),
      );
      const ids = put.ok ? await records.reports.ids() : put;
      const swept = ids.ok ? await records.gate.attempt(() => records.reportFiles.keepOnly(new Set(ids.value))) : ids;
      isPutRight = swept.ok;
      if (!isPutRight) await pause();
    }
  }

  /** It is off the records already. */
  async function leave(id: string): Promise<void> {
    if (current?.id === id) current.abort.abort();
    else await removeFiles(id);
  }

  siblings.hear('reports-grew', wake);
  siblings.hear('report-removed', ({ id }) => void leave(id));
  return {
    async add(order, plan, requester) {
      const added = await addReport(records, order, plan, requester);
      if (added.ok) wake();
      return added;
    },
    async remove(id, requester) {
      const removed = await removeReport(records, id, requester);
      if (removed.ok && removed.value) await leave(id);
      return removed;
    },
    progressOf: (id) => (current?.id === id ? current.progress : null),
    wake,
    async stop() {
      ending.abort();
      await working;
    },
  };
}

function outcomeName(outcome: Outcome<ReportSummary>, removal: AbortSignal): ReportOutcome {
  if (removal.aborted) return 'removed';
  return outcome.ok ? 'finished' : 'failed';
}
