import type { Outcome } from '../../domain/failure.ts';
import type { ScanFile } from '../../domain/scan/view.ts';
import type { WhyUnwanted } from '../../records/group-commit.ts';
import type { Records } from '../../records/open-records.ts';
import { insertNamedRequest, isNameTaken, type NamedRequest } from '../../records/scans/idempotency.ts';
import { isQueueFull } from '../../records/scans/queue-records.ts';
import { insertPictures, insertQueuedScan, type ReceivedScan } from '../../records/scans/write-scans.ts';
import { putPictures, recordsOf, sha256Of, uploadsOf } from '../scans/keep-pictures.ts';
import type { QueuedRequest } from './queued-request.ts';

export interface ScanToQueue {
  readonly scan: ReceivedScan;
  readonly files: readonly ScanFile[];
  readonly request: QueuedRequest;
  readonly named: NamedRequest | null;
  /** How many may wait. */
  readonly limit: number;
  readonly whyUnwanted: WhyUnwanted;
}

/** `name-taken`: another process has kept a scan under the same name meanwhile. */
export type Queueing = 'queued' | 'name-taken' | 'queue-full';

/**
 * Keeps a scan that waits to be screened as `keepScan` keeps one that was: its pictures first, then one row that names
 * them. Where it is not kept, its pictures are left to the garbage collection.
 */
export async function keepQueuedScan(
  records: Records,
  { scan, files, request, named, limit, whyUnwanted }: ScanToQueue,
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
  }, whyUnwanted);
}
