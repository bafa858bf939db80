import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { errorCode } from '../domain/language/error-code.ts';
import { errorMessage } from '../domain/language/error-message.ts';
import { BrokenRow } from './read-column.ts';

/** Where what stands outside may be away: a full disk, an absent server or a broken row is an answer, not a bug. */
export interface RecordsGate {
  /** Runs a piece of work on the records. Fails with `records-unavailable`; rejects where the work itself is wrong. */
  attempt<Value>(work: () => Promise<Value>): Promise<Outcome<Value>>;
}

/** The sentence for an error. `why` is a clause such as "the disk is full: free some space". */
type Say = (why: string, error: unknown) => string;

/**
 * `whyUnavailable` has the words for an error that speaks of the database or the disk, or null. What `check` throws before
 * a piece of work is taken as thrown by it.
 */
export function createRecordsGate(
  whyUnavailable: (error: unknown) => string | null,
  { say = sayToSender, check = () => {} }: { readonly say?: Say; readonly check?: () => void } = {},
): RecordsGate {
  return {
    async attempt(work) {
      try {
        check();
        return succeed(await work());
      } catch (error) {
        if (error instanceof BrokenRow) return { ok: false, failure: error.failure };
        const why = whyUnavailable(error) ?? whyDiskUnavailable(error);
        if (why === null) throw error;
        return fail('records-unavailable', say(why, error));
      }
    },
  };
}

/** What the system says itself names paths: not for senders. */
function sayToSender(why: string): string {
  return `The records cannot be read or written: ${why}. Then send the request again.`;
}

/** For whoever starts a service or runs a command. */
export function sayToOperator(why: string, error: unknown): string {
  const cause = errorMessage(error);
  return `The records cannot be read or written: ${why}${why.includes(cause) ? '' : ` (${cause})`}. Then run it again.`;
}

const DISK_CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the quota of this user is used up: free some space',
  EROFS: 'the file system is mounted read-only',
  EACCES: 'this user may not write to the data folder',
  EIO: 'reading or writing the disk failed: check the disk',
  ENOENT: 'a folder of the records is gone: bring the data folder back as it was, and see whether its disk is mounted',
  ENOTDIR: 'a file lies where a folder of the records is to be: move it away',
  EEXIST: 'a file lies where a folder of the records is to be: move it away',
  ESTALE: 'the server of the file system that holds the data folder does not know it any more: mount it anew',
  ENOTCONN: 'the file system that holds the data folder is not connected any more: mount it anew',
  EMFILE: 'this process has too many files open: raise its limit',
};

function whyDiskUnavailable(error: unknown): string | null {
  return DISK_CURES[errorCode(error) ?? ''] ?? null;
}
