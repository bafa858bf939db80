import type { Transaction } from 'kysely';
import { declaredCargo } from '../../domain/scan/declared-cargo.ts';
import { readMetadata } from '../metadata/kept-metadata.ts';
import { updateDecisions } from '../scans/decisions.ts';
import { containerRows } from '../scans/write-scans.ts';
import type { PicturesTable, Tables } from '../tables.ts';
import type { ArchivedInspectionRow, ArchivedScanRow, ArchivedScreeningRow } from './archived-rows.ts';

/** Writes scans of another installation. They are no news: no event tells of them. */
export async function insertArchivedScans(
  transaction: Transaction<Tables>,
  rows: readonly ArchivedScanRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const read = rows.map((row) => ({ row, metadata: readMetadata(row) }));
  await transaction
    .insertInto('scans')
    .values(
      read.map(({ row, metadata }) => ({
        ...row,
        cargo: declaredCargo(metadata),
        decision_set: null,
        request: null,
        pseudonymised_at: null,
      })),
    )
    .execute();
  const containers = read.flatMap(({ row, metadata }) => containerRows(row, metadata));
  if (containers.length > 0) await transaction.insertInto('scan_containers').values(containers).execute();
}

/** Their scans must be on record: a screening takes port, lane and cargo from its own. */
export async function insertArchivedScreenings(
  transaction: Transaction<Tables>,
  rows: readonly ArchivedScreeningRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map(({ scan_id }) => scan_id))];
  const scans = await transaction
    .selectFrom('scans')
    .select(['id', 'port', 'lane_id', 'cargo', 'received_at'])
    .where('id', 'in', ids)
    .execute();
  const factsOf = new Map(scans.map(({ id, ...facts }) => [id, facts]));
  const written = rows.map((row) => {
    const facts = factsOf.get(row.scan_id);
    if (facts === undefined) throw new Error(`The scan ${row.scan_id} is not there, and a screening of it is written.`);
    return { ...row, ...facts };
  });
  await transaction.insertInto('screenings').values(written).execute();
  await updateDecisions(transaction, ids);
}

/**
 * Of the versions of a scan the last one counts, also where an earlier archive brought the ones before it, or a later one
 * those after it: which is superseded, and when, follows from what is on record now.
 */
export async function insertArchivedInspections(
  transaction: Transaction<Tables>,
  rows: readonly ArchivedInspectionRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map(({ scan_id }) => scan_id))];
  const scans = await transaction.selectFrom('scans').select(['id', 'port']).where('id', 'in', ids).execute();
  const portOf = new Map(scans.map(({ id, port }) => [id, port]));
  const written = rows.map((row) => {
    const port = portOf.get(row.scan_id);
    if (port === undefined)
      throw new Error(`The scan ${row.scan_id} is not there, and an inspection of it is written.`);
    return { ...row, port };
  });
  await transaction.insertInto('inspections').values(written).execute();
  await transaction
    .updateTable('inspections')
    .set(({ selectFrom }) => ({
      superseded_at: selectFrom('inspections as next')
        .select('next.recorded_at')
        .whereRef('next.scan_id', '=', 'inspections.scan_id')
        .whereRef('next.version', '>', 'inspections.version')
        .orderBy('next.version')
        .limit(1),
    }))
    .where('scan_id', 'in', ids)
    .execute();
}

/** A scan whose pictures come back expires once more. */
export async function insertArchivedPictures(
  transaction: Transaction<Tables>,
  rows: readonly PicturesTable[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.insertInto('pictures').values(rows).execute();
  const ids = [...new Set(rows.map(({ scan_id }) => scan_id))];
  await transaction.updateTable('scans').set({ pseudonymised_at: null }).where('id', 'in', ids).execute();
}
