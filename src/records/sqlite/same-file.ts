import { statSync } from 'node:fs';

/**
 * Remembers which file lies under a path that was just opened. Gives whether it still does: who has a file open reads and
 * writes on without an error when it was removed, moved or replaced, and loses all of it at the end. SQLite looks at the
 * same, but only where it writes no log ahead: https://www.sqlite.org/rescode.html#readonly_dbmoved. It takes some
 * microseconds. Throws what the system throws where it cannot tell.
 */
export function rememberFile(path: string): () => boolean {
  const opened = identityOf(path);
  return () => identityOf(path) === opened;
}

/** Null where nothing is there. As big numbers: file systems use all of the 64 bits. */
function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}
