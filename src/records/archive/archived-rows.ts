import type { Kysely } from 'kysely';
import type { ScanFacts } from '../scans/screening-row.ts';
import type { InspectionsTable, PicturesTable, ScansTable, ScreeningsTable, Tables } from '../tables.ts';

/** A scan as an archive has it: what only this installation needs is left out, and what is worked out from the rest. */
export type ArchivedScanRow = Omit<ScansTable, 'request' | 'attempts' | 'pseudonymised_at' | 'cargo' | 'decision_set'>;

/** A screening as an archive has it, without what its scan says already. */
export type ArchivedScreeningRow = Omit<ScreeningsTable, keyof ScanFacts>;

/** An inspection as an archive has it, without what its scan says already. */
export type ArchivedInspectionRow = Omit<InspectionsTable, 'port'>;

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

const SCREENING_COLUMNS = [
  'scan_id',
  'technology',
  'role',
  'position',
  'model_sha256',
  'screened_at',
  'decision',
  'score',
  'threshold',
  'total_ms',
  'document',
] as const satisfies readonly (keyof ArchivedScreeningRow)[];

const INSPECTION_COLUMNS = [
  'scan_id',
  'version',
  'outcome',
  'selected_by',
  'category',
  'boxes',
  'inspected_at',
  'recorded_at',
  'recorded_by',
  'superseded_at',
] as const satisfies readonly (keyof ArchivedInspectionRow)[];

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
  readonly screenings: readonly ArchivedScreeningRow[];
  /** Each with its history. */
  readonly inspections: readonly ArchivedInspectionRow[];
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
  const inspections = await inspectionsOf(db, ids);
  const pictures = await picturesOf(db, ids);
  // A scan takes everything of its own with it: what is still there was there all the time.
  const there = new Set((await scansOf(db, ids)).map(({ id }) => id));
  return {
    scans: page.filter(({ id }) => there.has(id)),
    screenings: screenings.filter(({ scan_id }) => there.has(scan_id)),
    inspections: inspections.filter(({ scan_id }) => there.has(scan_id)),
    pictures: pictures.filter(({ scan_id }) => there.has(scan_id)),
    last: page.at(-1)?.id ?? null,
  };
}

/** Those of the scans with these ids that are on record. */
export async function scansOf(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly ArchivedScanRow[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('scans').select(SCAN_COLUMNS).where('id', 'in', ids).execute();
}

/** By scan, in the order in which its answer has them. */
export async function screeningsOf(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<readonly ArchivedScreeningRow[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('screenings')
    .select(SCREENING_COLUMNS)
    .where('scan_id', 'in', ids)
    .orderBy('scan_id')
    .orderBy('position')
    .orderBy('technology')
    .execute();
}

/** Every version of each, the oldest first. */
export async function inspectionsOf(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<readonly ArchivedInspectionRow[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('inspections')
    .select(INSPECTION_COLUMNS)
    .where('scan_id', 'in', ids)
    .orderBy('scan_id')
    .orderBy('version')
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

function filtered(db: Kysely<Tables>, { port, from, to }: ArchiveFilter) {
  let scans = db.selectFrom('scans').where('state', '<>', 'queued');
  if (port !== null) scans = scans.where('port', '=', port);
  if (from !== null) scans = scans.where('received_at', '>=', from);
  if (to !== null) scans = scans.where('received_at', '<', to);
  return scans;
}
