import * as fs from 'node:fs';
import { promisify } from 'node:util';

// Not `node:fs/promises`, whose steps cost more CPU each, and more of them: see "What it costs that an answer waits for the
// disk" in docs/performance.md.
const open = promisify(fs.open);
const write = promisify(fs.write);
const close = promisify(fs.close);
const fsync = promisify(fs.fsync);

/** Resolves when the bytes of an open file are on the disk. */
export const syncData: (file: number) => Promise<void> = promisify(fs.fdatasync);

/** Writes a file that is not there yet; resolves when its bytes are on the disk, which its name need not be. */
export async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (let written = 0; written < bytes.byteLength; ) {
      written += (await write(file, bytes, written)).bytesWritten;
    }
    await syncData(file);
  } finally {
    await close(file);
  }
}

/** Resolves when the names in a folder are on the disk: a file may be there and its name not. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await fsync(folder);
  } finally {
    await close(folder);
  }
}
