import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { errorMessage } from '../../domain/language/error-message.ts';
import { makeFolder } from '../../records/files/make-folder.ts';
import { removeMade } from './remove-made.ts';

/**
 * Makes a folder where there is none; gives what takes it away again as long as nothing was put into it, so that work which
 * comes to nothing leaves no empty folder. Fails with `conflict` where it cannot be written to, before work for it begins.
 */
export async function openOutputFolder(folder: string): Promise<Outcome<() => void>> {
  const absolute = path.resolve(folder);
  try {
    const uppermost = await makeFolder(absolute);
    await access(folder, constants.W_OK);
    return succeed(() => {
      if (uppermost !== null) removeMade(absolute, uppermost);
    });
  } catch (error) {
    const cause = errorMessage(error);
    return fail('conflict', `${folder} cannot be written to (${cause}): name another folder with --out.`);
  }
}

/** Whether a folder can be written to once there is something to write: nothing is left of the try. Fails as `openOutputFolder` does. */
export async function tryOutputFolder(folder: string): Promise<Outcome<null>> {
  const opened = await openOutputFolder(folder);
  if (!opened.ok) return opened;
  opened.value();
  return succeed(null);
}
