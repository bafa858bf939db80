import { readdir } from 'node:fs/promises';

/** Whether a folder holds anything, so that nothing is written into it. */
export async function holdsFiles(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    // What is there is no folder at all: writing into it would fail with less to read.
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
  }
}
