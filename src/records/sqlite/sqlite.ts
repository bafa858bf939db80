import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { type DatabaseConnection, type Dialect, SqliteDialect, SqliteDriver } from 'kysely';
import type { Database, ServingLock } from '../database.ts';
import { keepStatements } from './kept-statements.ts';
import { createLogSync } from './log-sync.ts';
import { rememberFile } from './opened-file.ts';
import { readingBeside } from './reading-beside.ts';

const FULL = 'the disk is full: free some space';

/** What an operator can do about an error, by the first words of SQLite's own code for it. */
const CURES: readonly (readonly [string, string])[] = [
  ['SQLITE_FULL', FULL],
  // The index of the write-ahead log, made when the file is opened, finds no room.
  ['SQLITE_IOERR_SHMSIZE', FULL],
  ['SQLITE_BUSY', 'another process keeps the file locked: end it'],
  ['SQLITE_LOCKED', 'another process keeps the file locked: end it'],
  [
    'SQLITE_READONLY_DBMOVED',
    'the file that was opened is not there any more: bring its folder back as it was, and see whether its disk is mounted, or restore a backup and restart Scanbench',
  ],
  ['SQLITE_READONLY', 'the file or its folder cannot be written: give this user the right to'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened: check the folder and its rights'],
  ['SQLITE_PERM', 'this user has no right to the file'],
  ['SQLITE_IOERR', 'reading or writing the disk failed: check the disk'],
  ['SQLITE_CORRUPT', 'the file is damaged: restore a backup'],
  ['SQLITE_NOTADB', 'the file is no SQLite database: name another one, or move it away'],
];

/** How long a statement waits for another process, such as `scanbench keys`, to finish writing. */
const BUSY_TIMEOUT_MS = 5000;
/** How long a transaction waits to begin: a command that writes a long list of inspections takes many seconds over it. */
const TURN_TIMEOUT_MS = 30_000;
/** Of what no other process can have. */
const UNSHARED: ServingLock = {
  lockForServing: async () => true,
  joinServing: async () => true,
  isServed: async () => false,
  unlock: async () => {},
};
/** Between two tries to begin: a commit takes longer. */
const TURN_MS = 1;

/**
 * Opens an SQLite file, or `:memory:`. Write-ahead log, so that readers do not wait for the writer. `synchronous=NORMAL`: the file
 * is whole whatever happens, and what was committed is on the disk once `sync` has resolved. Throws what SQLite throws;
 * `whySqliteUnavailable` has the words for it.
 */
export function openSqlite(path: string, lock: ServingLock = UNSHARED): Database {
  if (path !== ':memory:') makeForOwner(path);
  const database = openFile(path, { timeout: BUSY_TIMEOUT_MS });
  const file = path === ':memory:' ? null : rememberFile(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  // The thread that reads writes the log back earlier than this; without one, now and then is soon enough.
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('foreign_keys = ON');
  // What was deleted is written over with zeros: a container number that was forgotten is not left in the file.
  database.pragma('secure_delete = ON');
  const log = path === ':memory:' ? null : createLogSync(`${path}-wal`, () => checkpointWhole(database));

  return {
    dialect: path === ':memory:' ? new WritingDialect(database) : beside(database, path),
    whyUnavailable: whySqliteUnavailable,
    // A writer has the whole file from its first statement on: none is given up for another.
    isContention: () => false,
    checkInPlace() {
      if (file?.wasInPlace() === false) throw moved();
    },
    async sync() {
      // Beside the disk, which takes longer; what was written to a file that nobody finds again must not be acknowledged.
      const [isInPlace] = await Promise.all([file?.isInPlace(), log?.sync()]);
      if (isInPlace === false) throw moved();
    },
    lockForServing: lock.lockForServing,
    joinServing: lock.joinServing,
    isServed: lock.isServed,
    async unlock() {
      await log?.close();
      await lock.unlock();
    },
  };
}

function moved(): Error {
  return new SQLite.SqliteError('the file was removed, moved or replaced', 'SQLITE_READONLY_DBMOVED');
}

/** A folder that is not there the library itself refuses, before SQLite can, as if its caller had made a mistake. */
function openFile(path: string, options: SQLite.Options): SQLite.Database {
  try {
    return new SQLite(path, options);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SQLite.SqliteError(error.message, 'SQLITE_CANTOPEN');
  }
}

/** SQLite makes a file for everybody to read, and its log with the rights of the file: container numbers and secrets are in both. */
function makeForOwner(path: string): void {
  try {
    // Never one that is there: to close a file takes away the locks that SQLite has on it in this process.
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // It is there, or SQLite says why it cannot be made.
  }
}

/** Locks a file with these statements, as Node cannot, until it is released or the process ends; null where another process has it. */
export function lockFile(path: string, statements: readonly string[], patienceMs: number): { release(): void } | null {
  const database = openFile(path, { timeout: patienceMs });
  try {
    for (const statement of statements) database.exec(statement);
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

/** Brings all of the log into the database and syncs that. Throws SQLITE_BUSY while somebody reads or writes. */
function checkpointWhole(database: SQLite.Database): void {
  const busy: unknown = database.pragma('wal_checkpoint(TRUNCATE)', { simple: true });
  if (busy !== 0) throw new SQLite.SqliteError('the log could not be written back', 'SQLITE_BUSY');
}

export interface ReadQuestion {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** An error loses its class on the way between threads. */
export type ReadAnswer<Row> =
  | { readonly ok: true; readonly rows: readonly Row[] }
  | { readonly ok: false; readonly error: SqliteWords };

interface SqliteWords {
  readonly code: string;
  readonly message: string;
}

/** Opens a file that is open for writing elsewhere, for reading alone; when it is first asked, so that a failure is an answer. */
export function openSqliteReader(path: string): { read(question: ReadQuestion): ReadAnswer<unknown>; close(): void } {
  let database: SQLite.Database | null = null;
  return {
    read({ sql, parameters }) {
      try {
        database ??= openForReading(path);
        return { ok: true, rows: database.prepare(sql).all(...parameters) };
      } catch (error) {
        if (!(error instanceof SQLite.SqliteError)) throw error;
        return { ok: false, error: { code: error.code, message: error.message } };
      }
    },
    close() {
      database?.close();
    },
  };
}

/** Not as a read-only file, from which the log could not be written back. */
function openForReading(path: string): SQLite.Database {
  const database = openFile(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  database.pragma('query_only = ON');
  return database;
}

/** What the thread that reads had to say, as SQLite throws it. */
export function errorOf({ code, message }: SqliteWords): Error {
  return new SQLite.SqliteError(message, code);
}

/** See `Database.whyUnavailable`. */
export function whySqliteUnavailable(error: unknown): string | null {
  if (!(error instanceof SQLite.SqliteError)) return null;
  return CURES.find(([code]) => error.code.startsWith(code))?.[1] ?? null;
}

/** Reads what is committed while a transaction is open: a file alone can be open twice. */
function beside(database: SQLite.Database, path: string): Dialect {
  const reading = new SqliteDriver({ database: async () => keepStatements(openForReading(path)) });
  return readingBeside(new WritingDriver(database), reading);
}

class WritingDialect extends SqliteDialect {
  readonly #database: SQLite.Database;

  constructor(database: SQLite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new WritingDriver(this.#database);
  }
}

/**
 * Begins each transaction as a writer. One that reads first and writes then is refused at once, without the patience
 * above, where another process has written in between: https://www.sqlite.org/lang_transaction.html#immediate.
 */
class WritingDriver extends SqliteDriver {
  readonly #database: SQLite.Database;

  constructor(database: SQLite.Database) {
    super({ database: keepStatements(database) });
    this.#database = database;
  }

  /** Waits for its turn beside other processes with its thread free: the patience above would stop all that it does. */
  override async beginTransaction(): Promise<void> {
    const until = performance.now() + TURN_TIMEOUT_MS;
    while (!this.#begins(performance.now() >= until)) await sleep(TURN_MS);
  }

  /** SQLite rolls back itself where the disk is full or broken: a second time is an error that would hide the first. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }

  /** False where another process writes; in the last try that is thrown. */
  #begins(isLastTry: boolean): boolean {
    this.#database.pragma('busy_timeout = 0');
    try {
      this.#database.exec('begin immediate');
      return true;
    } catch (error) {
      if (isLastTry || !(error instanceof SQLite.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
      return false;
    } finally {
      this.#database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  }
}
