import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorCode } from '../../domain/language/error-code.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { isPictureName } from './scan-inputs.ts';

/**
 * The names of the pictures in a folder, sorted; not of those in folders below it, nor of hidden files, such as the `._scan.png` that
 * macOS leaves beside `scan.png` on foreign disks. Fails with `not-found` where there is no
 * such folder, and with the sentence on what it lacks where there are none.
 */
export async function listPictures(folder: string, lacks: string): Promise<Outcome<readonly string[]>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const pictures = entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && isPictureName(entry.name))
      .map(({ name }) => name);
    if (pictures.length > 0) return succeed(pictures.toSorted());
    const below = entries.find((entry) => entry.isDirectory());
    const hint = below === undefined ? '' : ` Folders in it, such as ${below.name}, are not looked into.`;
    return fail('not-found', `${folder} ${lacks}.${hint}`);
  } catch (error) {
    return fail('not-found', noFolder(folder, error));
  }
}

function noFolder(folder: string, error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return `There is no folder ${folder}: check the name.`;
  if (code !== 'ENOTDIR') return `${folder} cannot be read (${errorMessage(error)}).`;
  return `${folder} is a file: name the folder that it lies in, ${resolve(folder, '..')}.`;
}
