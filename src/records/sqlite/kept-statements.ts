import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Every statement of the records, with room for lists of several lengths; each holds a few kilobytes. */
const KEPT_STATEMENTS = 200;

/**
 * The same database, which compiles a statement once and not each time that it runs: compiling the statements of a scan
 * took nearly as long as running them. What was not asked for longest goes first. SQLite itself compiles a kept statement
 * anew where tables have changed.
 */
export function keepStatements(database: SqliteDatabase, limit = KEPT_STATEMENTS): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = kept.get(sql) ?? database.prepare(sql);
      // A Map keeps the order in which its members came: what is asked for again comes last.
      kept.delete(sql);
      kept.set(sql, statement);
      const [longestUnused] = kept.keys();
      if (kept.size > limit && longestUnused !== undefined) kept.delete(longestUnused);
      return statement;
    },
  };
}
