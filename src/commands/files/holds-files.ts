import { readdir } from 'node:fs/promises';

/** Whether a folder holds anything, so that nothing is written into it; what is no folder holds nothing. */
export async function holdsFiles(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}
