import { type FileHandle, open } from 'node:fs/promises';
import { syncData } from '../files/synced-files.ts';

/** Brings SQLite's write-ahead log to the disk. */
export interface LogSync {
  /** Resolves when all that was committed before is on the disk. */
  sync(): Promise<void>;
  /** Waits for the sync that is under way. */
  close(): Promise<void>;
}

/**
 * Syncs a write-ahead log from a thread of the pool, where SQLite itself (`synchronous=FULL`) would let the thread stand
 * still that serves requests, for milliseconds with each commit. SQLite only asks that the log is synced before a commit
 * is relied on: https://www.sqlite.org/pragma.html#pragma_synchronous.
 *
 * After a sync that failed the system may take what is in the log for written, and a later sync would say so, too. Then
 * nothing counts as kept until `checkpoint` has brought all of the log into the database itself, and synced that.
 */
export function createLogSync(
  logPath: string,
  checkpoint: () => void,
  sync = (log: FileHandle) => syncData(log.fd),
): LogSync {
  let log: FileHandle | null = null;
  let isDoubtful = false;
  let last: Promise<void> = Promise.resolve();

  async function syncNow(): Promise<void> {
    // No file that SQLite locks: closing it takes no lock away.
    log ??= await open(logPath, 'r+');
    try {
      if (isDoubtful) checkpoint();
      isDoubtful = false;
      await sync(log);
    } catch (error) {
      isDoubtful = true;
      throw error;
    }
  }

  return {
    sync() {
      // One after the other: the system tells of a failure once, and who comes next must know of it.
      last = last.then(syncNow, syncNow);
      return last;
    },
    async close() {
      await last.catch(() => undefined);
      await log?.close();
      log = null;
    },
  };
}
