import { type Outcome, succeed } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import { checkArchive } from './check-archive.ts';
import { importFailure } from './import-failure.ts';
import { countsByKind } from './imported-rows.ts';
import { writeArchive } from './write-archive.ts';

/** How much of an archive is new here. */
export interface Imported {
  readonly scans: { readonly inArchive: number; readonly added: number };
  readonly screenings: number;
  readonly inspections: number;
  readonly pictures: number;
  readonly reports: number;
}

export interface ImportOptions {
  readonly path: string;
  /** True: everything is checked and nothing is written. */
  readonly isDryRun: boolean;
}

/**
 * Takes an archive into the records. All of it is read and checked first, also against what is on record; only then
 * is it read again and written, some hundred rows at a time. What is there already is left as it is, so that an import
 * that broke off is finished by another one. Fails with `malformed-request` for an archive that is damaged or was made
 * to do harm, with `conflict` where a scan is on record with other content, and with `records-unavailable`.
 */
export async function importPilot(records: Records, { path, isDryRun }: ImportOptions): Promise<Outcome<Imported>> {
  try {
    const { held, missing } = await checkArchive(records, path);
    const added = isDryRun ? missing : await writeArchive(records, path, held);
    const { scans, ...others } = countsByKind(added);
    return succeed({ scans: { inArchive: held['scans.jsonl'], added: scans }, ...others });
  } catch (error) {
    return importFailure(path, error);
  }
}
