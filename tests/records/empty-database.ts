import { Kysely } from 'kysely';
import { openPostgres } from '../../src/records/postgres.ts';
import { openSqlite } from '../../src/records/sqlite/sqlite.ts';

/** A database as it is opened, before any migration. */
export function openEmptyDatabase(url: string): Kysely<unknown> {
  const { dialect } = url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openPostgres(url);
  return new Kysely({ dialect });
}
