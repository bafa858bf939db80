import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { fail, type Outcome, succeed } from '../domain/failure.ts';

/** Makes a folder where there is none. Fails with `conflict` where it cannot be written to, before work for it begins. */
export async function openOutputFolder(folder: string): Promise<Outcome<null>> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return succeed(null);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return fail('conflict', `${folder} cannot be written to (${cause}): name another folder with --out.`);
  }
}
