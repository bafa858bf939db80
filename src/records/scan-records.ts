import type { Kysely, Transaction } from 'kysely';
import type { DecisionName } from '../domain/decision.ts';
import { declaredCargo } from '../domain/declared-cargo.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import type { ScanDocument, ScanState } from '../domain/scan.ts';
import type { ScanMetadata } from '../domain/scan-metadata.ts';
import { decisionsText, updateDecisions } from './decisions.ts';
import { appendEvents } from './events.ts';
import type { NameContainer } from './pseudonymous-metadata.ts';
import type { RecordsGate } from './records-gate.ts';
import type { PicturesTable, ScansTable, ScreeningRole, Tables } from './tables.ts';

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

/** Which scans a list holds. Moments are milliseconds since 1970, `from` is included and `to` is not. */
export interface ScanQuery {
  readonly port: string | null;
  readonly limit: number;
  /** The id of the last scan of the page before. */
  readonly after?: string;
  /** Of `technology` where that is given, else of the champion at the time. */
  readonly decision?: DecisionName;
  readonly technology?: string;
  readonly containerNumber?: string;
  readonly from?: number;
  readonly to?: number;
}

/** A scan document as JSON text, put together as it was written: nothing is parsed to be sent. */
export interface FoundScan {
  readonly id: string;
  readonly state: ScanState;
  readonly json: string;
}

export interface ScanRecords {
  /** Null where there is none, or none of this port. */
  find(id: string, port: string | null): Promise<Outcome<FoundScan | null>>;
  /** The newest first. */
  list(query: ScanQuery): Promise<Outcome<{ readonly items: readonly FoundScan[]; readonly next: string | null }>>;
}

export function createScanRecords(db: Kysely<Tables>, gate: RecordsGate, nameContainer: NameContainer): ScanRecords {
  return {
    find: (id, port) =>
      gate.attempt(async () => {
        const scans = await selectScans(db, port).where('scans.id', '=', id).execute();
        const [document] = await documentsOf(db, scans);
        return document ?? null;
      }),
    list: (query) =>
      gate.attempt(async () => {
        const scans = await filtered(db, query, nameContainer)
          .orderBy('scans.id', 'desc')
          .limit(query.limit + 1)
          .execute();
        const page = scans.slice(0, query.limit);
        const next = scans.length > page.length ? (page.at(-1)?.id ?? null) : null;
        return { items: await documentsOf(db, page), next };
      }),
  };
}

/** Writes a scan that was screened before it was acknowledged. */
export async function insertScreenedScan(
  transaction: Transaction<Tables>,
  scan: ReceivedScan,
  screened: ScreenedPart,
  factsOf: FactsOf,
): Promise<void> {
  await insertScan(transaction, scan, { state: 'screened', views: JSON.stringify(screened.views), request: null });
  await insertScreenings(transaction, scan, screened, factsOf, scan.receivedAt.getTime());
}

/** Writes a scan that is screened after it was acknowledged; `request` is what was asked for, as JSON. */
export function insertQueuedScan(transaction: Transaction<Tables>, scan: ReceivedScan, request: string): Promise<void> {
  return insertScan(transaction, scan, { state: 'queued', views: '[]', request });
}

/** Completes a queued scan. Gives false where it is no longer there: it was deleted while it was screened. */
export async function finishQueuedScan(
  transaction: Transaction<Tables>,
  id: string,
  screened: ScreenedPart,
  factsOf: FactsOf,
): Promise<boolean> {
  const changes = { state: 'screened', views: JSON.stringify(screened.views), request: null } as const;
  const port = await leaveQueue(transaction, id, changes);
  if (port === null) return false;
  await insertScreenings(transaction, { id, port }, screened, factsOf, Date.now());
  return true;
}

/** Says why a queued scan cannot be screened; it stays on record with its pictures. Gives false as `finishQueuedScan`. */
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

export async function insertScreenings(
  transaction: Transaction<Tables>,
  { id, port }: Pick<ReceivedScan, 'id' | 'port'>,
  { screenings }: Pick<ScreenedPart, 'screenings'>,
  factsOf: FactsOf,
  screenedAt: number,
): Promise<void> {
  if (screenings.length === 0) return;
  const facts = await transaction
    .selectFrom('scans')
    .select(['port', 'lane_id', 'cargo', 'received_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const rows = screenings.map((screening, position) => {
    const { role, modelSha256 } = factsOf(screening.technology);
    return {
      scan_id: id,
      technology: screening.technology,
      role,
      position,
      model_sha256: modelSha256,
      screened_at: screenedAt,
      decision: screening.decision,
      score: screening.score,
      threshold: screening.operatingPoint.threshold,
      total_ms: screening.timings.totalMs,
      ...facts,
      document: JSON.stringify(screening),
    };
  });
  await transaction.insertInto('screenings').values(rows).execute();
  await updateDecisions(transaction, id);
  const events = rows.map(({ technology, role, decision, score }) => {
    const about = { scanId: id, technology, role, decision, score };
    return { type: 'screening.finished', about } as const;
  });
  await appendEvents(transaction, port, events);
}

export async function insertPictures(
  transaction: Transaction<Tables>,
  scanId: string,
  pictures: readonly PictureRecord[],
): Promise<void> {
  const rows = pictures.map((picture) => ({ ...picture, scan_id: scanId }));
  if (rows.length > 0) await transaction.insertInto('pictures').values(rows).execute();
}

async function insertScan(
  transaction: Transaction<Tables>,
  { id, port, receivedAt, metadata }: ReceivedScan,
  stage: Pick<ScansTable, 'state' | 'views' | 'request'>,
): Promise<void> {
  const { capturedAt, laneId, scannerId } = metadata;
  await transaction
    .insertInto('scans')
    .values({
      ...stage,
      id,
      port,
      received_at: receivedAt.getTime(),
      captured_at: capturedAt === undefined ? null : Date.parse(capturedAt),
      lane_id: laneId ?? null,
      scanner_id: scannerId ?? null,
      cargo: declaredCargo(metadata),
      decisions: decisionsText([]),
      metadata: JSON.stringify(metadata),
      failure: null,
    })
    .execute();
  const rows = containerNumbersOf(metadata).map((number) => ({ scan_id: id, container_number: number }));
  if (rows.length > 0) await transaction.insertInto('scan_containers').values(rows).execute();
}

/** Every container that the metadata name, each once. */
export function containerNumbersOf({ containerNumber, containerNumbers = [] }: ScanMetadata): readonly string[] {
  return [...new Set([...(containerNumber === undefined ? [] : [containerNumber]), ...containerNumbers])];
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

function selectScans(db: Kysely<Tables>, port: string | null) {
  const scans = db
    .selectFrom('scans')
    .select(['scans.id', 'scans.received_at', 'scans.state', 'scans.metadata', 'scans.views', 'scans.failure']);
  return port === null ? scans : scans.where('scans.port', '=', port);
}

function filtered(
  db: Kysely<Tables>,
  { port, after, decision, technology, containerNumber, from, to }: ScanQuery,
  nameContainer: NameContainer,
) {
  let scans = selectScans(db, port);
  if (after !== undefined) scans = scans.where('scans.id', '<', after);
  if (from !== undefined) scans = scans.where('scans.received_at', '>=', from);
  if (to !== undefined) scans = scans.where('scans.received_at', '<', to);
  if (containerNumber !== undefined) {
    scans = scans.where('scans.id', 'in', ({ selectFrom }) =>
      selectFrom('scan_containers')
        .select('scan_containers.scan_id')
        // Who knows the number finds its scans also after the records have forgotten it.
        .where('scan_containers.container_number', 'in', [containerNumber, nameContainer(containerNumber)]),
    );
  }
  if (decision === undefined && technology === undefined) return scans;
  return scans.where(({ exists, selectFrom }) => {
    let screenings = selectFrom('screenings')
      .select('screenings.scan_id')
      .whereRef('screenings.scan_id', '=', 'scans.id');
    if (decision !== undefined) screenings = screenings.where('screenings.decision', '=', decision);
    screenings =
      technology === undefined
        ? screenings.where('screenings.role', '=', 'champion')
        : screenings.where('screenings.technology', '=', technology);
    return exists(screenings);
  });
}

type SelectedScan = Pick<ScansTable, 'id' | 'received_at' | 'state' | 'metadata' | 'views' | 'failure'>;

/** Puts the texts together as they lie there. Challengers screen silently: they are not part of the answer. */
async function documentsOf(db: Kysely<Tables>, scans: readonly SelectedScan[]): Promise<readonly FoundScan[]> {
  if (scans.length === 0) return [];
  const screenings = await db
    .selectFrom('screenings')
    .select(['scan_id', 'document'])
    .where(
      'scan_id',
      'in',
      scans.map(({ id }) => id),
    )
    .where('role', '<>', 'challenger')
    .orderBy('position')
    .execute();
  return scans.map((scan) => {
    const own = screenings.filter(({ scan_id }) => scan_id === scan.id).map(({ document }) => document);
    const receivedAt = new Date(scan.received_at).toISOString();
    const failure = scan.failure === null ? '' : `,"failure":${scan.failure}`;
    const json =
      `{"id":"${scan.id}","receivedAt":"${receivedAt}","state":"${scan.state}"${failure},"metadata":${scan.metadata},` +
      `"views":${scan.views},"screenings":[${own.join(',')}]}`;
    return { id: scan.id, state: scan.state, json };
  });
}
