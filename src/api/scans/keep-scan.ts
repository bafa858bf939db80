import { createHash } from 'node:crypto';
import type { Outcome } from '../../domain/failure.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { HashedFile, ScanFile } from '../../domain/view.ts';
import type { WhyUnwanted, Write } from '../../records/group-commit.ts';
import type { Records } from '../../records/open-records.ts';
import { insertNamedRequest, isNameTaken, type NamedRequest } from '../../records/scans/idempotency.ts';
import { isQueueFull } from '../../records/scans/queue-records.ts';
import {
  type FactsOf,
  insertPictures,
  insertQueuedScan,
  insertScreenedScan,
  type PictureRecord,
  type ReceivedScan,
  type ScreenedPart,
} from '../../records/scans/write-scans.ts';
import type { QueuedRequest } from '../queued-scans/queued-request.ts';

export interface ScanToKeep {
  readonly scan: ReceivedScan;
  readonly screened: ScreenedPart;
  readonly result: ScanResult;
  readonly factsOf: FactsOf;
  readonly named: NamedRequest | null;
  readonly whyUnwanted: WhyUnwanted;
}

export interface ScanToQueue {
  readonly scan: ReceivedScan;
  readonly files: readonly ScanFile[];
  readonly request: QueuedRequest;
  readonly named: NamedRequest | null;
  /** How many may wait. */
  readonly limit: number;
}

/** `name-taken`: another process has kept a scan under the same name meanwhile. */
export type Queueing = 'queued' | 'name-taken' | 'queue-full';

/** A picture with its bytes. */
interface Picture {
  readonly record: PictureRecord;
  readonly bytes: Uint8Array;
}

/**
 * Keeps a scan that was screened: its pictures first, then one row that names them. When it resolves to true, the scan
 * survives whatever happens to this process; false where another process has kept one under the same name meanwhile. Fails
 * with `records-unavailable`, and with what `whyUnwanted` says: then there is no row, and its pictures are left to the
 * garbage collection.
 */
export async function keepScan(
  records: Records,
  { scan, screened, result, factsOf, named, whyUnwanted }: ScanToKeep,
): Promise<Outcome<boolean>> {
  const pictures = [...uploadsOf(result.files), ...mapsOf(result)];
  const change: Write<boolean> = async (transaction) => {
    if (named !== null && (await isNameTaken(transaction, named))) return false;
    await insertScreenedScan(transaction, scan, screened, factsOf);
    if (named !== null) await insertNamedRequest(transaction, named, scan.id);
    return true;
  };
  return keepWithPictures(records, scan.id, pictures, change, whyUnwanted);
}

/**
 * Keeps a scan that waits to be screened, in the same way. Where it is not kept, its pictures are left to the garbage
 * collection.
 */
export async function keepQueuedScan(
  records: Records,
  { scan, files, request, named, limit }: ScanToQueue,
): Promise<Outcome<Queueing>> {
  const pictures = uploadsOf(files.map((file) => ({ ...file, sha256: sha256Of(file.bytes) })));
  const stored = await putPictures(records, pictures);
  if (!stored.ok) return stored;
  return records.commit.write(async (transaction): Promise<Queueing> => {
    if (named !== null && (await isNameTaken(transaction, named))) return 'name-taken';
    if (await isQueueFull(transaction, limit)) return 'queue-full';
    await insertQueuedScan(transaction, scan, JSON.stringify(request));
    if (named !== null) await insertNamedRequest(transaction, named, scan.id);
    await insertPictures(transaction, scan.id, recordsOf(pictures));
    return 'queued';
  });
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

function putPictures({ gate, pictureStore }: Records, pictures: readonly Picture[]): Promise<Outcome<void>> {
  return gate.attempt(async () => {
    await Promise.all(pictures.map(({ record, bytes }) => pictureStore.put(record.sha256, bytes)));
  });
}

function recordsOf(pictures: readonly Picture[]): readonly PictureRecord[] {
  return pictures.map(({ record }) => record);
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

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
