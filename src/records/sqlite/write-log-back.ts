import { type Kysely, sql } from 'kysely';
import type { GroupCommit } from '../group-commit.ts';
import type { Tables } from '../tables.ts';

/** About a thousand pages of the log, SQLite's own measure. */
const EVERY_COMMITS = 64;

/**
 * Has SQLite's write-ahead log written back into the database by the thread that reads, every so many commits, as SQLite
 * itself would do it in the middle of a commit. It waits for nobody; what it cannot write back now, the next one does.
 */
export function writeLogBack(reading: Kysely<Tables>, commit: GroupCommit): void {
  let commits = 0;
  let isWriting = false;
  commit.onCommit(() => {
    commits += 1;
    if (isWriting || commits < EVERY_COMMITS) return;
    commits = 0;
    isWriting = true;
    const done = () => {
      isWriting = false;
    };
    // A failure is none of the commit's: should the log grow on, SQLite writes it back itself and says what is wrong.
    void sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(reading).then(done, done);
  });
}
