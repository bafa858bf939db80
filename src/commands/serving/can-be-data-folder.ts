import { resolve } from 'node:path';
import { errorCode } from '../../domain/error-code.ts';
import { makeFolder } from '../../records/files/make-folder.ts';

/** What the system says of a path that no waiting makes a folder: a file is there or above it, or nobody can make one, as in /proc. */
const NEVER = ['EEXIST', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG', 'ELOOP'];

/**
 * Whether a data folder that could not be used may be there later: a disk that is full, read-only or not this user's can be
 * mended, a wrong path cannot.
 */
export async function canBeDataFolder(dataDir: string): Promise<boolean> {
  return makeFolder(resolve(dataDir), 0o700).then(
    () => true,
    (error: unknown) => !NEVER.includes(errorCode(error) ?? ''),
  );
}
