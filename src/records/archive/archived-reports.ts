import type { Kysely, Transaction } from 'kysely';
import type { ReportsTable } from '../reports/report-tables.ts';
import type { Tables } from '../tables.ts';
import type { ArchiveFilter } from './archived-rows.ts';

/** The next reports that have ended, in the order of their ids; the filter's moments are those of their making. */
export function pageOfArchivedReports(
  db: Kysely<Tables>,
  { port, from, to }: ArchiveFilter,
  after: string,
  limit: number,
): Promise<readonly ReportsTable[]> {
  let reports = db
    .selectFrom('reports')
    .selectAll()
    .where('state', 'in', ['finished', 'failed'])
    .where('id', '>', after);
  if (port !== null) reports = reports.where('port', '=', port);
  if (from !== null) reports = reports.where('created_at', '>=', from);
  if (to !== null) reports = reports.where('created_at', '<', to);
  return reports.orderBy('id').limit(limit).execute();
}

export async function reportsOf(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly ReportsTable[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('reports').selectAll().where('id', 'in', ids).execute();
}

export async function insertArchivedReports(
  transaction: Transaction<Tables>,
  rows: readonly ReportsTable[],
): Promise<void> {
  if (rows.length > 0) await transaction.insertInto('reports').values(rows).execute();
}
