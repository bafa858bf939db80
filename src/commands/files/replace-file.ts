import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../records/files/synced-files.ts';

/** Resolves when a file on the disk holds this text, whole: a crash at any moment leaves the old text or the new one. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(path.dirname(file));
}

/** The same of bytes, for who is about to end and cannot wait. */
export function replaceFileNow(file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
