import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../../domain/language/error-code.ts';
import { nullWhereAbsent } from '../../domain/language/null-where-absent.ts';
import { createDirectWriter, type WriteFile } from '../files/direct-writer.ts';
import { makeFolder } from '../files/make-folder.ts';
import { syncFolder } from '../files/synced-files.ts';
import { createPictureGarbage, KEEP_YOUNGER_THAN_MS, type NamedOf, type RemovedPictures } from './picture-garbage.ts';

// As in `synced-files.ts`: less work for each scan.
const rename = promisify(fs.rename);
const stat = promisify(fs.stat);
const utimes = promisify(fs.utimes);

export interface PictureStore {
  /** Rejects where the store is away, as with a disk that is not mounted. */
  ping(): Promise<void>;
  /** Resolves when the bytes are on the disk under their hash; what is there already is not written again. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Whether a picture of this length is there, its name on the disk; if so, no garbage collection takes it within the next hour. */
  hold(sha256: string, byteCount: number): Promise<boolean>;
  /**
   * The bytes, their hash verified; null where there are none, or others than were written. Rejects where the store itself is
   * away, as with a disk that is not mounted: what is not seen then is not lost.
   */
  read(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /**
   * Removes what no record names any more. `namedOf` says which of many hashes a record names; what was written within
   * the hour before `nowMs` (milliseconds since 1970), or later, stays: its record may be on its way, also from another
   * process. Once `isStopping` says so, the rest is left to the next time.
   */
  collectGarbage(namedOf: NamedOf, nowMs: number, isStopping?: () => boolean): Promise<RemovedPictures>;
}

/** How pictures come to the disk. */
export interface PictureDisk {
  /** Resolves when the names in a folder are on the disk. */
  readonly sync: (folder: string) => Promise<void>;
  readonly writeFile: WriteFile;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;
/** Enough for what is sent again and again; any other costs one more sync of a folder. */
const REMEMBERED_NAMES = 1000;

/**
 * Pictures in a folder, each a file named by the SHA-256 of its bytes: the same picture is kept once, and a file that
 * changed is noticed. Written beside its place, synced, then moved there, so that a name never stands for half a file.
 * `isOnlyWriter` is true for the process that serves: it clears up what one that ended left behind.
 */
export async function openPictureStore(
  folder: string,
  isOnlyWriter: boolean,
  { sync = syncFolder, writeFile = createDirectWriter() }: Partial<PictureDisk> = {},
): Promise<PictureStore> {
  const unfinished = join(folder, 'unfinished');
  const leaving = join(folder, 'leaving');
  const knownFolders = new Set<string>();
  /** Pictures whose names this process has brought to the disk, and when it last touched them (`performance.now()`). */
  const namesOnDisk = new Map<string, number>();
  const folderOf = (sha256: string) => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string) => join(folderOf(sha256), sha256);
  const garbage = createPictureGarbage({ folder, leaving, pathOf });
  // What a process that ended left half done. One that does not serve leaves it alone: it may be another's work.
  if (isOnlyWriter) {
    await rm(unfinished, { recursive: true, force: true });
    await garbage.putBack();
  }
  for (const path of [unfinished, leaving]) await makeFolder(path, 0o700);

  /** Leaves nothing behind where it fails: on a full disk that would take the last space from the records. */
  async function writeDraft(bytes: Uint8Array): Promise<string> {
    const draft = join(unfinished, randomUUID());
    try {
      await writeFile(draft, bytes);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    return draft;
  }

  async function ensureFolder(path: string): Promise<void> {
    if (knownFolders.has(path)) return;
    // Not those above it: where the disk of the data folder is gone, nothing is kept on another one in its place.
    await mkdir(path, 0o700).catch(nullWhereThere);
    await sync(folder);
    knownFolders.add(path);
  }

  /** Its folder may have been removed since it was made, by hand: it is made anew, where the store itself is still there. */
  async function moveToItsPlace(draft: string, sha256: string): Promise<void> {
    if ((await rename(draft, pathOf(sha256)).catch(nullWhereAbsent)) !== null) return;
    try {
      await ping();
      knownFolders.delete(folderOf(sha256));
      await ensureFolder(folderOf(sha256));
      await rename(draft, pathOf(sha256));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** Where a disk is to be mounted there is an empty folder of the same name, so the store is asked for by a folder in it. */
  async function ping(): Promise<void> {
    await stat(unfinished);
  }

  /** For a picture that was not found, where the store is there. Looks for it again: it may have come back in between. */
  async function readOnceMore(sha256: string): Promise<Buffer | null> {
    await ping();
    return readFile(pathOf(sha256)).catch(nullWhereAbsent);
  }

  /**
   * Resolves when the name of a picture is on the disk that was touched just now, whoever gave it that name: another scan,
   * another process or one that was killed may not have come to it. Once an hour is enough: none is collected within it.
   */
  async function syncName(sha256: string): Promise<void> {
    const before = namesOnDisk.get(sha256);
    const nowMs = performance.now();
    if (before === undefined || nowMs - before > KEEP_YOUNGER_THAN_MS) await sync(folderOf(sha256));
    // A Map keeps the order in which its members came: what was touched longest ago goes first.
    namesOnDisk.delete(sha256);
    namesOnDisk.set(sha256, nowMs);
    const [oldest] = namesOnDisk.keys();
    if (namesOnDisk.size > REMEMBERED_NAMES && oldest !== undefined) namesOnDisk.delete(oldest);
  }

  return {
    ping,
    async put(sha256, bytes) {
      if (!(await wasTouched(pathOf(sha256), bytes.byteLength))) {
        await ensureFolder(folderOf(sha256));
        await moveToItsPlace(await writeDraft(bytes), sha256);
        namesOnDisk.delete(sha256);
      }
      await syncName(sha256);
    },
    async hold(sha256, byteCount) {
      if (!SHA256_HEX.test(sha256) || !(await wasTouched(pathOf(sha256), byteCount))) return false;
      await syncName(sha256);
      return true;
    },
    async read(sha256) {
      if (!SHA256_HEX.test(sha256)) return null;
      const bytes = (await readFile(pathOf(sha256)).catch(nullWhereAbsent)) ?? (await readOnceMore(sha256));
      if (bytes === null) return null;
      // A buffer of its own, which may be moved to a thread.
      const own = new Uint8Array(bytes);
      return createHash('sha256').update(own).digest('hex') === sha256 ? own : null;
    },
    collectGarbage: (namedOf, nowMs, isStopping = () => false) => garbage.collect(namedOf, nowMs, isStopping),
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

function nullWhereThere(error: unknown): null {
  if (errorCode(error) === 'EEXIST') return null;
  throw error;
}
