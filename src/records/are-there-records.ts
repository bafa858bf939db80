import { stat } from 'node:fs/promises';
import { Kysely } from 'kysely';
import { errorCode } from '../domain/language/error-code.ts';
import { IN_MEMORY } from '../domain/service/in-memory.ts';
import { sqliteFile } from './open-database.ts';
import { openPostgres } from './postgres.ts';

/**
 * Whether somebody has made records where the settings say, found out without making anything. True also where that cannot be
 * asked: whoever opens them then says why.
 */
export async function areThereRecords(databaseUrl: string, dataDir: string): Promise<boolean> {
  if (databaseUrl === IN_MEMORY) return false;
  const file = sqliteFile(databaseUrl, dataDir);
  if (file === null) return hasTables(databaseUrl).catch(() => true);
  return stat(file).then(
    ({ size }) => size > 0,
    (error: unknown) => !['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? ''),
  );
}

async function hasTables(url: string): Promise<boolean> {
  const db = new Kysely<unknown>({ dialect: openPostgres(url).dialect });
  try {
    return (await db.introspection.getTables()).some(({ name }) => name === 'scans');
  } finally {
    await db.destroy();
  }
}
