import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../domain/failure.ts';

/** Makes a folder where there is none. Fails with `conflict` where it cannot be written to, before work for it begins. */
export async function openOutputFolder(folder: string): Promise<Outcome<null>> {
  try {
    await makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK);
    return succeed(null);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return fail('conflict', `${folder} cannot be written to (${cause}): name another folder with --out.`);
  }
}

/**
 * Makes a folder and those above it that are missing. Node's `recursive` tries for ever where a file system says ENOENT
 * of what it does not let anybody make, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'EEXIST' && (await isFolder(folder))) return;
    const above = path.dirname(folder);
    if (code !== 'ENOENT' || (await isFolder(above))) throw error;
    await makeFolder(above);
    await makeFolder(folder);
  }
}

function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
