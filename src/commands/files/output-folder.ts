import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../../domain/error-message.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { makeFolder } from '../../records/files/make-folder.ts';
import { removeMade } from './remove-made.ts';

/** Makes a folder where there is none. Fails with `conflict` where it cannot be written to, before work for it begins. */
export async function openOutputFolder(folder: string): Promise<Outcome<null>> {
  const opened = await makeWritable(folder);
  return opened.ok ? succeed(null) : opened;
}

/**
 * Whether a folder can be written to once there is something to write: what has to be made for that is taken away again, so
 * that work which comes to nothing leaves no empty folder. Fails as `openOutputFolder` does.
 */
export async function tryOutputFolder(folder: string): Promise<Outcome<null>> {
  const opened = await makeWritable(folder);
  if (!opened.ok) return opened;
  if (opened.value !== null) await removeMade(path.resolve(folder), opened.value);
  return succeed(null);
}

/** The uppermost folder that was made, or null where all were there. */
async function makeWritable(folder: string): Promise<Outcome<string | null>> {
  try {
    const uppermost = await makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK);
    return succeed(uppermost);
  } catch (error) {
    const cause = errorMessage(error);
    return fail('conflict', `${folder} cannot be written to (${cause}): name another folder with --out.`);
  }
}
