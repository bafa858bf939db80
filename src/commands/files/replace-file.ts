import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../records/synced-files.ts';

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
