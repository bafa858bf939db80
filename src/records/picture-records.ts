import type { Kysely } from 'kysely';
import type { Outcome } from '../domain/failure.ts';
import type { RecordsGate } from './records-gate.ts';
import type { PictureRecord } from './scan-records.ts';
import type { Tables } from './tables.ts';

export interface PictureRecords {
  /** The files of a scan as they were sent, in their order; empty where there are none, or none of this port. */
  uploads(scanId: string, port: string | null): Promise<Outcome<readonly PictureRecord[]>>;
  /** The anomaly maps of a scan that were asked for; empty where there are none, or none of this port. */
  anomalyMaps(scanId: string, port: string | null): Promise<Outcome<readonly PictureRecord[]>>;
  /** Whether any record names a picture. */
  isNamed(sha256: string): Promise<boolean>;
}

export function createPictureRecords(db: Kysely<Tables>, gate: RecordsGate): PictureRecords {
  const ofScan = (scanId: string, port: string | null) => {
    const pictures = db
      .selectFrom('pictures')
      .innerJoin('scans', 'scans.id', 'pictures.scan_id')
      .selectAll('pictures')
      .where('pictures.scan_id', '=', scanId);
    return port === null ? pictures : pictures.where('scans.port', '=', port);
  };
  return {
    uploads: (scanId, port) =>
      gate.attempt(() => ofScan(scanId, port).where('kind', '=', 'upload').orderBy('position').execute()),
    anomalyMaps: (scanId, port) =>
      gate.attempt(() => ofScan(scanId, port).where('kind', '=', 'anomaly-map').orderBy('position').execute()),
    async isNamed(sha256) {
      const row = await db
        .selectFrom('pictures')
        .select('scan_id')
        .where('sha256', '=', sha256)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
