import * as fs from 'node:fs';
import { promisify } from 'node:util';

// Not `node:fs/promises`, whose steps cost more CPU each, and more of them: see "The steps of a picture"
// in docs/performance/durability.md.
const open = promisify(fs.open);
const write = promisify(fs.write);
const close = promisify(fs.close);
const fsync = promisify(fs.fsync);

/** Resolves when the bytes of an open file are on the disk. */
export const syncData: (file: number) => Promise<void> = promisify(fs.fdatasync);

/** Opens a file, or makes it for this user alone, and closes it when the work is done, however that ends. */
export async function inFile(
  path: string,
  flags: string | number,
  work: (file: number) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
  } finally {
    await close(file);
  }
}

/** Writes a file that is not there yet; resolves when its bytes are on the disk, which its name need not be. */
export function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  return inFile(path, 'wx', async (file) => {
    for (let written = 0; written < bytes.byteLength; ) {
      written += (await write(file, bytes, written)).bytesWritten;
    }
    await syncData(file);
  });
}

/** Resolves when the names in a folder are on the disk: a file may be there and its name not. */
export function syncFolder(path: string): Promise<void> {
  return inFile(path, 'r', (folder) => fsync(folder));
}
