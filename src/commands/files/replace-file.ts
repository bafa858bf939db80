import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../records/files/synced-files.ts';

/** Resolves when a file on the disk holds this text, whole: a crash at any moment leaves the old text or the new one. */
export function replaceFile(file: string, text: string): Promise<void> {
  return replaceFiles(path.dirname(file), { [path.basename(file)]: text });
}

/**
 * Resolves when the files of these names in a folder hold these texts or bytes. None gets its name before all are on the disk, so
 * that a disk that is full leaves the files that were there, and nothing beside them.
 */
export async function replaceFiles(
  folder: string,
  texts: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const drafts: { readonly file: string; readonly draft: string }[] = [];
  try {
    for (const [name, text] of Object.entries(texts)) {
      const file = path.join(folder, name);
      const draft = `${file}.new`;
      const handle = await open(draft, 'w');
      drafts.push({ file, draft });
      try {
        await handle.writeFile(text);
        await handle.datasync();
      } finally {
        await handle.close();
      }
    }
    for (const { file, draft } of drafts) await rename(draft, file);
  } catch (error) {
    for (const { draft } of drafts) await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** `replaceFile` of bytes, for who is about to end and cannot wait. */
export function replaceFileNow(file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
