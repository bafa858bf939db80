import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isAnotherProcess } from '../files/is-another-process.ts';

/** A folder beside the models that names the process which fills it. Without a manifest it is no model to anybody. */
const NAME = /^\.adding-(\d+)-/;
/** Where a model that is replaced is put meanwhile. */
export const REPLACED = 'replaced';

/** Makes a folder for a model that is being added, and removes those of processes that were killed over it. */
export async function makeStagingFolder(modelsDir: string): Promise<string> {
  for (const name of await readdir(modelsDir)) {
    const [, pid] = NAME.exec(name) ?? [];
    if (pid !== undefined && !isAnotherProcess(Number(pid))) await removeLeftover(path.join(modelsDir, name));
  }
  return mkdtemp(path.join(modelsDir, `.adding-${process.pid}-`));
}

/** For who is about to end and cannot wait. */
export function removeStagingNow(staging: string): void {
  rmSync(staging, { recursive: true, force: true });
}

/** One that was killed amid a replacement may hold the only copy of the model that was there before. */
async function removeLeftover(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes(REPLACED)) await rm(folder, { recursive: true, force: true });
}
