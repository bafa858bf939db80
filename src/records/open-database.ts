import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Dialect } from 'kysely';
import { fail, type Outcome, succeed } from '../domain/failure.ts';
import { IN_MEMORY } from '../domain/service/in-memory.ts';
import type { Database } from './database.ts';
import { openDataFolder } from './files/data-folder.ts';
import { openPostgres } from './postgres.ts';
import { createRecordsGate, sayToOperator } from './records-gate.ts';
import { createServingLock } from './sqlite/serving-lock.ts';
import { openSqlite, whySqliteUnavailable } from './sqlite/sqlite.ts';
import { sqliteReading } from './sqlite/sqlite-reading.ts';

interface OpenedDatabase {
  readonly database: Database;
  /** For queries that take long, so that they hold up nobody else; null where the database does that itself, or cannot. */
  readonly readingDialect: Dialect | null;
}

const SQLITE = 'sqlite:';

/**
 * Opens the database that a URL names, before anything is known of what it holds. Fails with `not-found` where the folder of
 * its file, or the data folder, cannot be there. To a service it is `records-unavailable` that the folder of the file is not
 * there: the disk that holds it may be mounted late, and whoever supervises a service tries again what is no wrong call.
 */
export async function openDatabase(url: string, dataDir: string, serves: boolean): Promise<Outcome<OpenedDatabase>> {
  const folder = await openDataFolder(dataDir);
  if (!folder.ok) return folder;
  const gate = createRecordsGate(whySqliteUnavailable, { say: sayToOperator });
  const opened = await gate.attempt(async () => {
    if (!url.startsWith(SQLITE)) return succeed({ database: openPostgres(url), readingDialect: null });
    const file = sqliteFile(url, dataDir);
    if (file === null) return succeed({ database: openSqlite(':memory:'), readingDialect: null });
    if (!(await isThere(dirname(file)))) {
      const message = `There is no folder for ${file}: make it, mount the disk that holds it, or name another file in SCANBENCH_DATABASE_URL.`;
      return fail(serves ? 'records-unavailable' : 'not-found', message);
    }
    return succeed({
      database: openSqlite(file, createServingLock(`${file}.serving`)),
      readingDialect: sqliteReading(file),
    });
  });
  return opened.ok ? opened.value : opened;
}

function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

/** The file that holds the rows; null where they are in memory or on a server. */
export function sqliteFile(databaseUrl: string, dataDir: string): string | null {
  if (!databaseUrl.startsWith(SQLITE) || databaseUrl === IN_MEMORY) return null;
  const path = databaseUrl.slice(SQLITE.length);
  return resolve(path === '' ? join(dataDir, 'scanbench.sqlite') : path);
}
