import type { Kysely } from 'kysely';
import type { Outcome } from '../../domain/failure.ts';
import { ownId } from '../own-id.ts';
import type { RecordsGate } from '../records-gate.ts';
import type { PictureRecord } from '../scans/write-scans.ts';
import type { Tables } from '../tables.ts';
import type { NamedOf } from './picture-garbage.ts';

/** A screening and the views that it was of, as JSON text. */
export interface ShownScreening {
  readonly document: string;
  readonly views: string;
}

export interface PictureRecords {
  /** The files of a scan as they were sent, in their order; empty where there are none, or none of this port. */
  uploads(scanId: string, port: string | null): Promise<Outcome<readonly PictureRecord[]>>;
  /** The anomaly maps of a scan that were asked for; empty where there are none, or none of this port. */
  anomalyMaps(scanId: string, port: string | null): Promise<Outcome<readonly PictureRecord[]>>;
  /** What was answered of one screening, as JSON text, or null; challengers' are not shown. */
  screening(scanId: string, technology: string, port: string | null): Promise<Outcome<ShownScreening | null>>;
  /** Which of these hashes some record names. */
  namedOf: NamedOf;
}

export function createPictureRecords(db: Kysely<Tables>, gate: RecordsGate): PictureRecords {
  const ofScan = (scanId: string, port: string | null) =>
    db
      .selectFrom('pictures')
      .selectAll()
      .where('scan_id', '=', ownId('scans', scanId, port));
  return {
    uploads: (scanId, port) =>
      gate.attempt(() => ofScan(scanId, port).where('kind', '=', 'upload').orderBy('position').execute()),
    anomalyMaps: (scanId, port) =>
      gate.attempt(() => ofScan(scanId, port).where('kind', '=', 'anomaly-map').orderBy('position').execute()),
    screening: (scanId, technology, port) =>
      gate.attempt(async () => {
        const row = await db
          .selectFrom('screenings')
          .innerJoin('scans', 'scans.id', 'screenings.scan_id')
          .select(['screenings.document', 'scans.views'])
          .where('screenings.scan_id', '=', ownId('scans', scanId, port))
          .where('screenings.technology', '=', technology)
          .where('screenings.role', '<>', 'challenger')
          .executeTakeFirst();
        return row ?? null;
      }),
    async namedOf(hashes) {
      const rows = await db.selectFrom('pictures').select('sha256').distinct().where('sha256', 'in', hashes).execute();
      return new Set(rows.map(({ sha256 }) => sha256));
    },
  };
}
