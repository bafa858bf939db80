import type { Outcome } from '../../domain/failure.ts';
import type { ScanResult } from '../../domain/screening/scan-result.ts';
import type { WhyUnwanted, Write } from '../../records/group-commit.ts';
import type { Records } from '../../records/open-records.ts';
import { insertNamedRequest, isNameTaken, type NamedRequest } from '../../records/scans/idempotency.ts';
import {
  type FactsOf,
  insertScreenedScan,
  type ReceivedScan,
  type ScreenedPart,
} from '../../records/scans/write-scans.ts';
import { keepWithPictures, mapsOf, uploadsOf } from './keep-pictures.ts';

export interface ScanToKeep {
  readonly scan: ReceivedScan;
  readonly screened: ScreenedPart;
  readonly result: ScanResult;
  readonly factsOf: FactsOf;
  readonly named: NamedRequest | null;
  readonly whyUnwanted: WhyUnwanted;
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
