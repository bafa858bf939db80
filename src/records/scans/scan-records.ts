import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Outcome } from '../../domain/failure.ts';
import type { DecisionName } from '../../domain/screening/decision.ts';
import type { ScanState } from '../../domain/screening/scan.ts';
import type { NameContainer } from '../metadata/pseudonymous-metadata.ts';
import { foundForEach, isOfPort, receivedAt } from '../of-port.ts';
import { ownId } from '../own-id.ts';
import { deleteScanCure, expectJson } from '../read-column.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { ScansTable, Tables } from '../tables.ts';

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

/** A scan document as JSON text, put together as it was written. */
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

export function createScanRecords(
  { db, reading }: { readonly db: Kysely<Tables>; readonly reading: Kysely<Tables> },
  gate: RecordsGate,
  nameContainer: NameContainer,
): ScanRecords {
  return {
    find: (id, port) =>
      gate.attempt(async () => {
        const scans = await selectScans(db)
          .where('scans.id', '=', ownId('scans', id, port))
          .execute();
        const [document] = await documentsOf(db, scans);
        return document ?? null;
      }),
    list: (query) =>
      gate.attempt(async () => {
        const wanted = filtered(reading, query, nameContainer).limit(query.limit + 1);
        const scans = await selectScans(reading).where('scans.id', 'in', wanted).orderBy('scans.id', 'desc').execute();
        const page = scans.slice(0, query.limit);
        const next = scans.length > page.length ? (page.at(-1)?.id ?? null) : null;
        return { items: await documentsOf(reading, page), next };
      }),
  };
}

function selectScans(db: Kysely<Tables>) {
  return db
    .selectFrom('scans')
    .select(['scans.id', 'scans.received_at', 'scans.state', 'scans.metadata', 'scans.views', 'scans.failure']);
}

/** The ids of all scans of a list, the newest first. */
function filtered(
  db: Kysely<Tables>,
  { port, after, decision, technology, containerNumber, from, to }: ScanQuery,
  nameContainer: NameContainer,
) {
  let scans = idsBefore(db, after, port);
  if (from !== undefined) scans = scans.where(receivedAt(port), '>=', from);
  if (to !== undefined) scans = scans.where(receivedAt(port), '<', to);
  if (containerNumber !== undefined) {
    scans = scans.where('scans.id', 'in', ({ selectFrom }) => {
      const passages = selectFrom('scan_containers')
        .select('scan_containers.scan_id')
        // Who knows the number finds its scans also after the records have forgotten it.
        .where('scan_containers.container_number', 'in', [containerNumber, nameContainer(containerNumber)]);
      return port === null ? passages : passages.where('scan_containers.port', '=', port);
    });
  }
  if (decision === undefined && technology === undefined) return scans;
  return scans.where((is) => {
    let screenings = is
      .selectFrom('screenings')
      .select('screenings.scan_id')
      .whereRef('screenings.scan_id', '=', 'scans.id');
    if (decision !== undefined) screenings = screenings.where('screenings.decision', '=', decision);
    screenings =
      technology === undefined
        ? screenings.where('screenings.role', '=', 'champion')
        : screenings.where('screenings.technology', '=', technology);
    return port === null ? is.exists(screenings) : foundForEach(screenings.limit(1));
  });
}

function idsBefore(db: Kysely<Tables>, after: string | undefined, port: string | null) {
  const ids = db.selectFrom('scans').select('scans.id');
  if (port === null) {
    const all = ids.orderBy('scans.id', 'desc');
    return after === undefined ? all : all.where('scans.id', '<', after);
  }
  const own = ids.orderBy('scans.port', 'desc').orderBy('scans.id', 'desc');
  if (after === undefined) return own.where(isOfPort('scans.port', port));
  return own.where('scans.port', '>=', port).where(sql<SqlBool>`(scans.port, scans.id) < (${port}, ${after})`);
}

type SelectedScan = Pick<ScansTable, 'id' | 'received_at' | 'state' | 'metadata' | 'views' | 'failure'>;

/**
 * Puts the texts together as they lie there. Challengers screen silently: they are not part of the answer. Throws
 * `BrokenRow`.
 */
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
    expectJson(json, { what: `the document of the scan ${scan.id}`, cure: deleteScanCure(scan.id) });
    return { id: scan.id, state: scan.state, json };
  });
}
