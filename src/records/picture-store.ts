import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

export interface PictureStore {
  /** Resolves when the bytes are on the disk under their hash; what is there already is not written again. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, their hash verified; null where there are none, or others than were written. */
  read(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Removes what no record names any more. `isNamed` is asked for each; what was written within the last hour stays,
   * because its record may be on its way. Gives the number of files and bytes removed.
   */
  collectGarbage(isNamed: (sha256: string) => Promise<boolean>): Promise<{ files: number; bytes: number }>;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;
const KEEP_YOUNGER_THAN_MS = 3_600_000;

/**
 * Pictures in a folder, each a file named by the SHA-256 of its bytes: the same picture is kept once, and a file that
 * changed is noticed. Written beside its place, synced, then moved there, so that a name never stands for half a file.
 */
export async function openPictureStore(folder: string): Promise<PictureStore> {
  const unfinished = join(folder, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const knownFolders = new Set<string>();
  const folderOf = (sha256: string) => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256);

  async function ensureFolder(path: string): Promise<void> {
    if (knownFolders.has(path)) return;
    await mkdir(path, { recursive: true, mode: 0o700 });
    await syncFolder(folder);
    knownFolders.add(path);
  }

  return {
    async put(sha256, bytes) {
      if (await wasTouched(pathOf(sha256), bytes.byteLength)) return;
      await ensureFolder(folderOf(sha256));
      const draft = join(unfinished, randomUUID());
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(draft, pathOf(sha256));
      await syncFolder(folderOf(sha256));
    },
    async read(sha256) {
      if (!SHA256_HEX.test(sha256)) return null;
      const bytes = await readFile(pathOf(sha256)).catch(nullWhereAbsent);
      if (bytes === null) return null;
      // A buffer of its own, which may be moved to a thread.
      const own = new Uint8Array(bytes);
      return createHash('sha256').update(own).digest('hex') === sha256 ? own : null;
    },
    async collectGarbage(isNamed) {
      const removed = { files: 0, bytes: 0 };
      for (const prefix of await readdir(folder)) {
        if (prefix.length !== 2) continue;
        for (const sha256 of await readdir(join(folder, prefix))) {
          const path = join(folder, prefix, sha256);
          const found = await stat(path).catch(nullWhereAbsent);
          if (found === null || Date.now() - found.mtimeMs < KEEP_YOUNGER_THAN_MS) continue;
          if (await isNamed(sha256)) continue;
          await rm(path, { force: true });
          removed.files += 1;
          removed.bytes += found.size;
        }
      }
      return removed;
    },
  };
}

/** True where the picture is there in full length; it is young again, so that no garbage collection takes it now. */
async function wasTouched(path: string, byteCount: number): Promise<boolean> {
  const found = await stat(path).catch(nullWhereAbsent);
  if (found?.size !== byteCount) return false;
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
}

/** A new name is on the disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function nullWhereAbsent(error: unknown): null {
  if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null;
  throw error;
}
