import { fail, type Outcome, succeed } from '../domain/failure.ts';

/** Where what stands outside may be away: a full disk or an absent server is an answer, not a bug. */
export interface RecordsGate {
  /** Runs a piece of work on the records. Fails with `records-unavailable`; rejects where the work itself is wrong. */
  attempt<Value>(work: () => Promise<Value>): Promise<Outcome<Value>>;
}

/** `whyUnavailable` has the words for an error that speaks of the database or the disk, or null. */
export function createRecordsGate(whyUnavailable: (error: unknown) => string | null): RecordsGate {
  return {
    async attempt(work) {
      try {
        return succeed(await work());
      } catch (error) {
        const why = whyUnavailable(error) ?? whyDiskUnavailable(error);
        if (why === null) throw error;
        return recordsUnavailable(why);
      }
    },
  };
}

/** `why` is a clause such as "the disk is full: free some space". */
function recordsUnavailable(why: string) {
  return fail('records-unavailable', `The records cannot be read or written: ${why}. Then send the request again.`);
}

const DISK_CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the quota of this user is used up: free some space',
  EROFS: 'the file system is mounted read-only',
  EACCES: 'this user may not write to the data folder',
  EIO: 'reading or writing the disk failed: check the disk',
  EMFILE: 'this process has too many files open: raise its limit',
};

function whyDiskUnavailable(error: unknown): string | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? (DISK_CURES[code] ?? null) : null;
}
