import type { Kysely, Transaction } from 'kysely';
import type { ScanMetadata } from '../domain/scan-metadata.ts';
import { containerNumbersOf } from './scan-records.ts';
import type { PicturesTable, ScansTable, ScreeningsTable, Tables } from './tables.ts';

/** A scan as an archive has it: what only this installation needs is left out. */
export type ArchivedScanRow = Omit<ScansTable, 'request' | 'attempts' | 'pseudonymised_at'>;

/** Which scans go into an archive. Moments are milliseconds since 1970, `from` is included and `to` is not. */
export interface ArchiveFilter {
  readonly port: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

const SCAN_COLUMNS = [
  'id',
  'port',
  'state',
  'received_at',
  'captured_at',
  'lane_id',
  'scanner_id',
  'metadata',
  'views',
  'failure',
] as const satisfies readonly (keyof ArchivedScanRow)[];

/** How many scans `pageOfArchive` will give in all. */
export async function countArchived(db: Kysely<Tables>, filter: ArchiveFilter): Promise<number> {
  const { count } = await filtered(db, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * The next scans in the order of their ids, with all that belongs to them. One that is deleted while they are read is
 * left out whole. What still waits to be screened is no record yet.
 */
export async function pageOfArchive(
  db: Kysely<Tables>,
  filter: ArchiveFilter,
  after: string,
  limit: number,
): Promise<{
  readonly scans: readonly ArchivedScanRow[];
  readonly screenings: readonly ScreeningsTable[];
  readonly pictures: readonly PicturesTable[];
  /** Where the next page begins; null after the last one. */
  readonly last: string | null;
}> {
  const page = await filtered(db, filter)
    .select(SCAN_COLUMNS)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  const ids = page.map(({ id }) => id);
  const screenings = await screeningsOf(db, ids);
  const pictures = await picturesOf(db, ids);
  // A scan takes everything of its own with it: what is still there was there all the time.
  const there = new Set((await scansOf(db, ids)).map(({ id }) => id));
  return {
    scans: page.filter(({ id }) => there.has(id)),
    screenings: screenings.filter(({ scan_id }) => there.has(scan_id)),
    pictures: pictures.filter(({ scan_id }) => there.has(scan_id)),
    last: page.at(-1)?.id ?? null,
  };
}

export async function scansOf(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly ArchivedScanRow[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('scans').select(SCAN_COLUMNS).where('id', 'in', ids).execute();
}

export async function screeningsOf(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly ScreeningsTable[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('screenings')
    .selectAll()
    .where('scan_id', 'in', ids)
    .orderBy('scan_id')
    .orderBy('position')
    .orderBy('technology')
    .execute();
}

export async function picturesOf(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly PicturesTable[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('pictures')
    .selectAll()
    .where('scan_id', 'in', ids)
    .orderBy('scan_id')
    .orderBy('kind')
    .orderBy('technology')
    .orderBy('view')
    .orderBy('energy')
    .execute();
}

/** Writes scans of another installation. They are no news: no event tells of them. */
export async function insertArchivedScans(
  transaction: Transaction<Tables>,
  rows: readonly ArchivedScanRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction
    .insertInto('scans')
    .values(rows.map((row) => ({ ...row, request: null, pseudonymised_at: null })))
    .execute();
  const containers = rows.flatMap(({ id, metadata }) => {
    const known: ScanMetadata = JSON.parse(metadata);
    return containerNumbersOf(known).map((number) => ({ scan_id: id, container_number: number }));
  });
  if (containers.length > 0) await transaction.insertInto('scan_containers').values(containers).execute();
}

export async function insertArchivedScreenings(
  transaction: Transaction<Tables>,
  rows: readonly ScreeningsTable[],
): Promise<void> {
  if (rows.length > 0) await transaction.insertInto('screenings').values(rows).execute();
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

function filtered(db: Kysely<Tables>, { port, from, to }: ArchiveFilter) {
  let scans = db.selectFrom('scans').where('state', '<>', 'queued');
  if (port !== null) scans = scans.where('port', '=', port);
  if (from !== null) scans = scans.where('received_at', '>=', from);
  if (to !== null) scans = scans.where('received_at', '<', to);
  return scans;
}
