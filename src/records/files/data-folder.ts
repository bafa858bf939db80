import { constants } from 'node:fs';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { makeFolder } from './make-folder.ts';
import { syncFolder, writeSynced } from './synced-files.ts';

/** Says which records the pictures and reports in a folder are of. */
const MARK = 'records.id';
const HELD = ['pictures', 'reports'] as const;

/** What the system says of a path that no waiting makes a folder: a file is there or above it, or nobody can make one, as in /proc. */
const NEVER: readonly (string | null)[] = ['EEXIST', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG', 'ELOOP'];

/**
 * Makes the data folder where there is none, for this user alone. Fails with `not-found` where the path is wrong, and with
 * `records-unavailable` where it cannot be made or written to now: a disk that is full, read-only or not this user's can
 * be mended.
 */
export async function openDataFolder(folder: string): Promise<Outcome<null>> {
  try {
    await makeFolder(resolve(folder), 0o700);
    await access(folder, constants.W_OK | constants.X_OK);
    return succeed(null);
  } catch (error) {
    const cause = errorMessage(error);
    return fail(
      NEVER.includes(errorCode(error)) ? 'not-found' : 'records-unavailable',
      `The data folder ${folder} cannot be used (${cause}): make it one that this user may write to, or name another one with SCANBENCH_DATA_DIR.`,
    );
  }
}

/**
 * Makes a data folder that of these records, whose id is given, or leaves it as it is for records that do not last (null). Fails
 * with `records-unavailable` where it holds the pictures or reports of others: here no row names these, so that they would be
 * removed as garbage.
 */
export async function claimDataFolder(folder: string, id: string | null): Promise<Outcome<null>> {
  const mark = join(folder, MARK);
  const owner = await readFile(mark, 'utf8').catch(() => null);
  if (owner?.trim() === id) return succeed(null);
  if (owner !== null && (await holdsFiles(folder))) {
    return fail(
      'records-unavailable',
      `The data folder ${folder} holds the pictures and reports of another database, and this one would remove them: name a folder of its own with SCANBENCH_DATA_DIR, put SCANBENCH_DATABASE_URL back as it was, or, if nobody needs them, remove pictures and reports there.`,
    );
  }
  if (id === null) return succeed(null);
  await rm(mark, { force: true });
  await writeSynced(mark, Buffer.from(`${id}\n`));
  await syncFolder(folder);
  return succeed(null);
}

async function holdsFiles(folder: string): Promise<boolean> {
  for (const held of HELD) {
    const names = await readdir(join(folder, held), { recursive: true, withFileTypes: true }).catch(() => []);
    if (names.some((name) => name.isFile())) return true;
  }
  return false;
}
