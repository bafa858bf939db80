import { createHash } from 'node:crypto';
import type { Outcome } from '../../domain/failure.ts';
import type { HashedFile } from '../../domain/scan/view.ts';
import type { ScanResult } from '../../domain/screening/scan-result.ts';
import type { WhyUnwanted, Write } from '../../records/group-commit.ts';
import type { Records } from '../../records/open-records.ts';
import { insertPictures, type PictureRecord } from '../../records/scans/write-scans.ts';

/** A picture with its bytes. */
export interface Picture {
  readonly record: PictureRecord;
  readonly bytes: Uint8Array;
}

/**
 * Puts pictures on the disk, and then makes a change that names them, all of it or nothing. Gives what the change gives.
 * Where that is false there is no scan to name them for, and they are left to the garbage collection.
 */
export async function keepWithPictures<Kept>(
  records: Records,
  scanId: string,
  pictures: readonly Picture[],
  change: Write<Kept | false>,
  whyUnwanted?: WhyUnwanted,
): Promise<Outcome<Kept | false>> {
  const stored = await putPictures(records, pictures);
  if (!stored.ok) return stored;
  return records.commit.write(async (transaction) => {
    const kept = await change(transaction);
    if (kept === false) return false;
    await insertPictures(transaction, scanId, recordsOf(pictures));
    return kept;
  }, whyUnwanted);
}

/** Puts pictures on the disk, each under its hash. */
export function putPictures({ gate, pictureStore }: Records, pictures: readonly Picture[]): Promise<Outcome<void>> {
  return gate.attempt(async () => {
    await Promise.all(pictures.map(({ record, bytes }) => pictureStore.put(record.sha256, bytes)));
  });
}

/** The rows that name pictures. */
export function recordsOf(pictures: readonly Picture[]): readonly PictureRecord[] {
  return pictures.map(({ record }) => record);
}

/** The files as they were sent. */
export function uploadsOf(files: readonly HashedFile[]): readonly Picture[] {
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

/** The anomaly maps that were asked for. */
export function mapsOf({ results }: ScanResult): readonly Picture[] {
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
        sha256: sha256Of(png),
        bytes: png.byteLength,
      },
    })),
  );
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
