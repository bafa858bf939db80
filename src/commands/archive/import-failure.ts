import { fail, type Outcome } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { ArchivedReportFile } from './report-files.ts';
import { BrokenArchive } from './tar.ts';

/** Something that the archive and the records say differently. */
class Conflict extends Error {}
/** The records or the disk are away. */
class Unavailable extends Error {}

/** What ended an import, as data; an error that is a bug is thrown again. */
export function importFailure(path: string, error: unknown): Outcome<never> {
  if (error instanceof BrokenArchive) {
    return fail('malformed-request', `${path} cannot be imported: ${error.message}.`);
  }
  if (error instanceof Conflict) return fail('conflict', error.message);
  if (error instanceof Unavailable) return fail('records-unavailable', error.message);
  throw error;
}

/** To be thrown where the records have something with other content. */
export function conflictOver(what: string): Error {
  return new Conflict(
    `The records have ${what} with other content than the archive: it was changed here, pseudonymised since, or exported ` +
      'otherwise. Import into records that do not have it, or delete it here first.',
  );
}

/** To be thrown where an image that was there is gone again. */
export function pictureIsGone(): Error {
  return new Unavailable('The import took so long that a picture was removed again: import once more.');
}

/** What the records answer; throws what `importFailure` knows where they are away. */
export async function available<Value>({ gate }: Records, work: () => Promise<Value>): Promise<Value> {
  const outcome = await gate.attempt(work);
  if (!outcome.ok) throw new Unavailable(outcome.failure.message);
  return outcome.value;
}

/** What the records have written, in one transaction; throws the same. */
export async function written<Value>(
  { commit }: Records,
  change: Parameters<typeof commit.write<Value>>[0],
): Promise<Value> {
  const outcome = await commit.write(change);
  if (!outcome.ok) throw new Unavailable(outcome.failure.message);
  return outcome.value;
}

/** Whether a file of a report is still to be written. Throws a conflict where another one lies in its place. */
export async function missesReportFile(records: Records, { id, file, bytes }: ArchivedReportFile): Promise<boolean> {
  const there = await available(records, () => records.reportFiles.read(id, file));
  if (there !== null && !Buffer.from(there).equals(bytes)) throw conflictOver(`the file ${file} of the report ${id}`);
  return there === null;
}
