import { createHash } from 'node:crypto';
import type { Outcome } from '../domain/failure.ts';
import type { ScanResult } from '../domain/scan-result.ts';
import type { HashedFile } from '../domain/view.ts';
import { insertNamedRequest, type NamedRequest } from '../records/idempotency.ts';
import type { Records } from '../records/open-records.ts';
import {
  type FactsOf,
  insertPictures,
  insertScreenedScan,
  type PictureRecord,
  type ReceivedScan,
  type ScreenedPart,
} from '../records/scan-records.ts';

export interface ScanToKeep {
  readonly scan: ReceivedScan;
  readonly screened: ScreenedPart;
  readonly result: ScanResult;
  readonly factsOf: FactsOf;
  readonly named: NamedRequest | null;
}

/** A picture with its bytes. */
interface Picture {
  readonly record: PictureRecord;
  readonly bytes: Uint8Array;
}

/**
 * Keeps a scan that was screened: its pictures first, then one row that names them. When it resolves to a success, the
 * scan survives whatever happens to this process. Fails with `records-unavailable`.
 */
export async function keepScan(
  { commit, gate, pictureStore }: Records,
  { scan, screened, result, factsOf, named }: ScanToKeep,
): Promise<Outcome<void>> {
  const pictures = [...uploadsOf(result.files), ...mapsOf(result)];
  const stored = await gate.attempt(async () => {
    await Promise.all(pictures.map(({ record, bytes }) => pictureStore.put(record.sha256, bytes)));
  });
  if (!stored.ok) return stored;
  return commit.write(async (transaction) => {
    await insertScreenedScan(transaction, scan, screened, factsOf);
    await insertPictures(
      transaction,
      scan.id,
      pictures.map(({ record }) => record),
    );
    if (named !== null) await insertNamedRequest(transaction, named, scan.id);
  });
}

/** The files as they were sent. */
function uploadsOf(files: readonly HashedFile[]): readonly Picture[] {
  return files.map(({ view, energy, declaredType, sha256, bytes }, position) => ({
    bytes,
    record: {
      kind: 'upload',
      technology: '',
      view,
      energy: energy ?? '',
      position,
      media_type: declaredType ?? 'application/octet-stream',
      sha256,
      bytes: bytes.byteLength,
    },
  }));
}

function mapsOf({ results }: ScanResult): readonly Picture[] {
  return results.flatMap(({ technology, anomalyMapPngs }) =>
    anomalyMapPngs.map(({ view, png }, position) => ({
      bytes: png,
      record: {
        kind: 'anomaly-map',
        technology,
        view,
        energy: '',
        position,
        media_type: 'image/png',
        sha256: createHash('sha256').update(png).digest('hex'),
        bytes: png.byteLength,
      },
    })),
  );
}
