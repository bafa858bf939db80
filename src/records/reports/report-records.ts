import type { Kysely, Transaction } from 'kysely';
import type { ReportSummary } from '../../domain/comparison/report.ts';
import type { Failure, Outcome } from '../../domain/failure.ts';
import { isOfPort } from '../of-port.ts';
import { ownId } from '../own-id.ts';
import { expectJson } from '../read-column.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { Tables } from '../tables.ts';
import type { ReportsTable } from './report-tables.ts';

export interface ReportRecords {
  /** Null where there is none, or none of this port. */
  find(id: string, port: string | null): Promise<Outcome<ReportsTable | null>>;
  /** The newest first; `after` is the id of the last one of the page before. */
  list(query: {
    readonly port: string | null;
    readonly limit: number;
    readonly after?: string;
  }): Promise<Outcome<{ readonly items: readonly ReportsTable[]; readonly next: string | null }>>;
  /** The oldest that waits, or null. */
  next(): Promise<Outcome<ReportsTable | null>>;
  /** Of all that are on record. */
  ids(): Promise<Outcome<readonly string[]>>;
}

export function createReportRecords(db: Kysely<Tables>, gate: RecordsGate): ReportRecords {
  return {
    find: (id, port) =>
      gate.attempt(async () => {
        const reports = db.selectFrom('reports').selectAll();
        const found = await reports.where('id', '=', ownId('reports', id, port)).executeTakeFirst();
        return found === undefined ? null : asWritten(found);
      }),
    list: ({ port, limit, after }) =>
      gate.attempt(async () => {
        const all = db.selectFrom('reports').selectAll();
        const own = port === null ? all : all.where(isOfPort('port', port)).orderBy('port', 'desc');
        const wanted = after === undefined ? own : own.where('id', '<', after);
        const rows = await wanted
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute();
        const items = rows.slice(0, limit).map(asWritten);
        return { items, next: rows.length > items.length ? (items.at(-1)?.id ?? null) : null };
      }),
    next: () =>
      gate.attempt(async () => {
        const queued = db.selectFrom('reports').selectAll().where('state', '=', 'queued');
        const first = await queued.orderBy('id').limit(1).executeTakeFirst();
        return first === undefined ? null : first;
      }),
    ids: () =>
      gate.attempt(async () => {
        const rows = await db.selectFrom('reports').select('id').execute();
        return rows.map(({ id }) => id);
      }),
  };
}

/** Its texts go out as they lie there. Throws `BrokenRow` where one is no JSON. */
function asWritten(report: ReportsTable): ReportsTable {
  const { id, request, summary, failure } = report;
  const cure = `remove that report (DELETE /v1/reports/${id})`;
  for (const text of [request, summary, failure]) {
    if (text !== null) expectJson(text, { what: `the document of the report ${id}`, cure });
  }
  return report;
}

export type NewReport = Pick<ReportsTable, 'id' | 'port' | 'created_at' | 'plan' | 'request'>;

/** Puts a report into the queue. Gives false where `limit` of them wait already. */
export async function insertReport(
  transaction: Transaction<Tables>,
  report: NewReport,
  limit: number,
): Promise<boolean> {
  const { waiting } = await transaction
    .selectFrom('reports')
    .select((query) => query.fn.countAll<number>().as('waiting'))
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  if (Number(waiting) >= limit) return false;
  const rest = { state: 'queued', started_at: null, ended_at: null, summary: null, failure: null } as const;
  await transaction
    .insertInto('reports')
    .values({ ...report, ...rest })
    .execute();
  return true;
}

/** Notes that a queued report is begun. Gives false where it is no longer there. */
export function beginReport(transaction: Transaction<Tables>, id: string, at: number): Promise<boolean> {
  return change(transaction, id, 'queued', { state: 'running', started_at: at });
}

/** Notes what a running report came to. Gives false where it is no longer there: it was removed while it was made. */
export function endReport(
  transaction: Transaction<Tables>,
  id: string,
  outcome: Outcome<ReportSummary>,
  at: number,
): Promise<boolean> {
  const result = outcome.ok
    ? ({ state: 'finished', summary: JSON.stringify(outcome.value) } as const)
    : ({ state: 'failed', failure: JSON.stringify(outcome.failure) } as const);
  return change(transaction, id, 'running', { ...result, ended_at: at });
}

/** Says of every report that is on record as running that it failed: nobody makes it any more. */
export async function failInterruptedReports(
  transaction: Transaction<Tables>,
  failure: Failure,
  at: number,
): Promise<void> {
  await transaction
    .updateTable('reports')
    .set({ state: 'failed', failure: JSON.stringify(failure), ended_at: at })
    .where('state', '=', 'running')
    .execute();
}

/** Gives false where there is none, or none of this port. */
export async function deleteReport(
  transaction: Transaction<Tables>,
  id: string,
  port: string | null,
): Promise<boolean> {
  const own = transaction.deleteFrom('reports').where('id', '=', ownId('reports', id, port));
  const { numDeletedRows } = await own.executeTakeFirst();
  return numDeletedRows > 0n;
}

async function change(
  transaction: Transaction<Tables>,
  id: string,
  from: ReportsTable['state'],
  values: Partial<ReportsTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('reports')
    .set(values)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
