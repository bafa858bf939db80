import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../../domain/error-message.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { makeFolder } from '../../records/files/make-folder.ts';

/** Makes a folder where there is none. Fails with `conflict` where it cannot be written to, before work for it begins. */
export async function openOutputFolder(folder: string): Promise<Outcome<null>> {
  try {
    await makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK);
    return succeed(null);
  } catch (error) {
    const cause = errorMessage(error);
    return fail('conflict', `${folder} cannot be written to (${cause}): name another folder with --out.`);
  }
}
