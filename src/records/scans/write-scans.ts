import type { Transaction } from 'kysely';
import type { Failure } from '../../domain/failure.ts';
import { declaredCargo } from '../../domain/scan/declared-cargo.ts';
import { containersOf, type ScanMetadata } from '../../domain/scan/scan-metadata.ts';
import type { ScanDocument } from '../../domain/screening/scan.ts';
import { appendEvents } from '../events/events.ts';
import type {
  PicturesTable,
  ScanContainersTable,
  ScansTable,
  ScreeningRole,
  ScreeningsTable,
  Tables,
} from '../tables.ts';
import { decisionEntry, numberDecisions, updateDecisions } from './decisions.ts';
import { type JudgedScreenings, judgedAfterwards } from './judged-screenings.ts';
import { lockScans } from './lock-scans.ts';
import { type ScanFacts, screeningRow } from './screening-row.ts';

/** A scan as it was taken in, before any technology saw it. */
export interface ReceivedScan {
  readonly id: string;
  readonly port: string;
  readonly receivedAt: Date;
  readonly metadata: ScanMetadata;
}

/** What was answered of a scan, its maps as addresses. */
export type ScreenedPart = Pick<ScanDocument, 'views' | 'screenings'>;

export interface ScreeningFacts {
  readonly role: ScreeningRole;
  readonly modelSha256: string;
}

/** Says of each technology what its row keeps beside the answer. */
export type FactsOf = (technology: string) => ScreeningFacts;

export type PictureRecord = Omit<PicturesTable, 'scan_id'>;

/** Writes a scan that was screened before it was acknowledged. */
export async function insertScreenedScan(
  transaction: Transaction<Tables>,
  scan: ReceivedScan,
  { views, screenings }: ScreenedPart,
  factsOf: FactsOf,
): Promise<void> {
  // All that is known of the scan is at hand: nothing is read back, and no row is written twice.
  const row = scanRow(scan, { state: 'screened', views: JSON.stringify(views), request: null });
  const { port, lane_id, cargo, received_at } = row;
  const rows = screeningRows(scan.id, { port, lane_id, cargo, received_at }, screenings, factsOf, received_at);
  const decision_set = rows.length === 0 ? null : await numberDecisions(transaction, rows.map(decisionEntry));
  await insertScan(transaction, { ...row, decision_set }, scan.metadata);
  await insertScreeningRows(transaction, rows);
}

/** Writes a scan that is screened after it was acknowledged; `request` is what was asked for, as JSON. */
export function insertQueuedScan(transaction: Transaction<Tables>, scan: ReceivedScan, request: string): Promise<void> {
  return insertScan(transaction, scanRow(scan, { state: 'queued', views: '[]', request }), scan.metadata);
}

/**
 * Completes a queued scan. Gives what `insertScreenings` does, and false where it is no longer there: it was deleted while
 * it was screened.
 */
export async function finishQueuedScan(
  transaction: Transaction<Tables>,
  id: string,
  screened: ScreenedPart,
  factsOf: FactsOf,
): Promise<readonly JudgedScreenings[] | false> {
  const changes = { state: 'screened', views: JSON.stringify(screened.views), request: null } as const;
  const port = await leaveQueue(transaction, id, changes);
  if (port === null) return false;
  return insertScreenings(transaction, id, screened, factsOf, Date.now());
}

/** Says why a queued scan cannot be screened; it stays on record with its pictures. Gives whether it is still there. */
export async function failQueuedScan(transaction: Transaction<Tables>, id: string, failure: Failure): Promise<boolean> {
  const port = await leaveQueue(transaction, id, { state: 'failed', failure: JSON.stringify(failure), request: null });
  if (port === null) return false;
  await appendEvents(transaction, port, [{ type: 'scan.failed', about: { scanId: id, code: failure.code } }]);
  return true;
}

/** Deletes a scan with all that is kept of it. Gives false where there is none, or none of this port. */
export async function deleteScan(transaction: Transaction<Tables>, id: string, port: string | null): Promise<boolean> {
  const scans = transaction.deleteFrom('scans').where('id', '=', id);
  const { numDeletedRows } = await (port === null ? scans : scans.where('port', '=', port)).executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Adds screenings to a scan, and nothing where it was deleted meanwhile. Gives how they stand against its inspection, where
 * officers were faster.
 * An inspection that comes at the same time waits for this transaction and sees them, so that each is counted once.
 */
export async function insertScreenings(
  transaction: Transaction<Tables>,
  id: string,
  { screenings }: Pick<ScreenedPart, 'screenings'>,
  factsOf: FactsOf,
  screenedAt: number,
): Promise<readonly JudgedScreenings[]> {
  const there = await lockScans(transaction, [id]);
  if (!there.has(id)) return [];
  const facts = await transaction
    .selectFrom('scans')
    .select(['port', 'lane_id', 'cargo', 'received_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await insertScreeningRows(transaction, screeningRows(id, facts, screenings, factsOf, screenedAt));
  await updateDecisions(transaction, [id]);
  return judgedAfterwards(transaction, id, screenings);
}

function screeningRows(
  scanId: string,
  facts: ScanFacts,
  screenings: ScreenedPart['screenings'],
  factsOf: FactsOf,
  screenedAt: number,
): readonly ScreeningsTable[] {
  return screenings.map((screening, position) => ({
    ...screeningRow({ scanId, position, screenedAt, screening, ...factsOf(screening.technology) }),
    ...facts,
  }));
}

async function insertScreeningRows(transaction: Transaction<Tables>, rows: readonly ScreeningsTable[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  await transaction.insertInto('screenings').values(rows).execute();
  const events = rows.map(({ scan_id: scanId, technology, role, decision, score }) => {
    const about = { scanId, technology, role, decision, score };
    return { type: 'screening.finished', about } as const;
  });
  await appendEvents(transaction, first.port, events);
}

export async function insertPictures(
  transaction: Transaction<Tables>,
  scanId: string,
  pictures: readonly PictureRecord[],
): Promise<void> {
  const rows = pictures.map((picture) => ({ ...picture, scan_id: scanId }));
  if (rows.length > 0) await transaction.insertInto('pictures').values(rows).execute();
}

type ScanRow = Omit<ScansTable, 'attempts' | 'pseudonymised_at'>;

/** A scan as it comes on record, before anybody has decided anything. */
function scanRow(
  { id, port, receivedAt, metadata }: ReceivedScan,
  stage: Pick<ScansTable, 'state' | 'views' | 'request'>,
): ScanRow {
  const { capturedAt, laneId, scannerId } = metadata;
  return {
    ...stage,
    id,
    port,
    received_at: receivedAt.getTime(),
    captured_at: capturedAt === undefined ? null : Date.parse(capturedAt),
    lane_id: laneId ?? null,
    scanner_id: scannerId ?? null,
    cargo: declaredCargo(metadata),
    decision_set: null,
    metadata: JSON.stringify(metadata),
    failure: null,
  };
}

async function insertScan(transaction: Transaction<Tables>, row: ScanRow, metadata: ScanMetadata): Promise<void> {
  await transaction.insertInto('scans').values(row).execute();
  const rows = containerRows(row, metadata);
  if (rows.length > 0) await transaction.insertInto('scan_containers').values(rows).execute();
}

/** Every container of a scan that its metadata name, each once. */
export function containerRows(
  { id, port }: Pick<ScansTable, 'id' | 'port'>,
  metadata: ScanMetadata,
): readonly ScanContainersTable[] {
  return containersOf(metadata).map((container_number) => ({ scan_id: id, port, container_number }));
}

/** Gives the port of a queued scan that was changed, or null where there is none. */
async function leaveQueue(
  transaction: Transaction<Tables>,
  id: string,
  changes: Partial<Pick<ScansTable, 'state' | 'views' | 'failure' | 'request'>>,
): Promise<string | null> {
  const row = await transaction
    .updateTable('scans')
    .set(changes)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .returning('port')
    .executeTakeFirst();
  return row?.port ?? null;
}
