import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../domain/language/error-code.ts';

/**
 * Makes a folder and those above it that are missing; gives the uppermost that was made, or null where all were there. Node's
 * `recursive` tries for ever where a file system says ENOENT of what it does not let anybody make, as /proc does, and says
 * ENOENT of one that is read-only. `mode` is that of each folder made. Rejects with what the system says.
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<string | null> {
  try {
    await mkdir(folder, mode);
    return folder;
  } catch (error) {
    if (await isFolder(folder)) return null;
    const above = path.dirname(folder);
    if (errorCode(error) !== 'ENOENT' || (await isFolder(above))) throw error;
    const uppermost = await makeFolder(above, mode);
    const own = await makeFolder(folder, mode);
    return uppermost ?? own;
  }
}

function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
