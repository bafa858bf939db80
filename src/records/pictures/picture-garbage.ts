import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nullWhereAbsent } from '../../domain/language/null-where-absent.ts';

/** Where pictures lie. */
export interface PictureFolders {
  /** Has a folder for each beginning of a hash. */
  readonly folder: string;
  /** On the same disk: what is taken out of its place lies here until it is removed. */
  readonly leaving: string;
  readonly pathOf: (sha256: string) => string;
}

/** Which of these hashes some record names. */
export type NamedOf = (hashes: readonly string[]) => Promise<ReadonlySet<string>>;

export interface RemovedPictures {
  readonly files: number;
  readonly bytes: number;
}

export interface PictureGarbage {
  /** Puts back what a collection that was broken off had taken out of its place: the next one looks at it anew. */
  putBack(): Promise<void>;
  /** See `PictureStore.collectGarbage`. */
  collect(namedOf: NamedOf, nowMs: number, isStopping: () => boolean): Promise<RemovedPictures>;
}

/** What was touched within this time is not removed. */
export const KEEP_YOUNGER_THAN_MS = 3_600_000;
/** Hashes in one question to the database, well below the parameters that a statement may have. */
const ASKED_AT_ONCE = 500;

/** The removing of pictures that no record names, beside those who keep others, or the same ones, at the same time. */
export function createPictureGarbage({ folder, leaving, pathOf }: PictureFolders): PictureGarbage {
  async function putBack(): Promise<void> {
    for (const sha256 of await readdir(leaving).catch(() => [])) {
      await rename(join(leaving, sha256), pathOf(sha256)).catch(nullWhereAbsent);
    }
  }

  /**
   * Takes a picture out of its place first and looks again: whoever wanted to keep the same bytes meanwhile has either
   * made them young before, and they go back, or finds nothing in the place and writes them anew.
   */
  async function removeUnnamed(sha256: string, isNamed: () => Promise<boolean>, nowMs: number): Promise<number | null> {
    const before = await stat(pathOf(sha256)).catch(nullWhereAbsent);
    if (before === null || isYoung(before.mtimeMs, nowMs)) return null;
    const aside = join(leaving, sha256);
    if ((await rename(pathOf(sha256), aside).catch(nullWhereAbsent)) === null) return null;
    const taken = await stat(aside).catch(nullWhereAbsent);
    if (taken === null) return null;
    if (isYoung(taken.mtimeMs, nowMs) || (await isNamed())) {
      await rename(aside, pathOf(sha256));
      return null;
    }
    await rm(aside, { force: true });
    return taken.size;
  }

  return {
    putBack,
    async collect(namedOf, nowMs, isStopping) {
      await putBack();
      const removed = { files: 0, bytes: 0 };
      for (const prefix of await readdir(folder)) {
        if (prefix.length !== 2) continue;
        const hashes = await readdir(join(folder, prefix));
        for (let start = 0; start < hashes.length; start += ASKED_AT_ONCE) {
          const some = hashes.slice(start, start + ASKED_AT_ONCE);
          const named = await namedOf(some);
          for (const sha256 of some) {
            if (isStopping()) return removed;
            if (named.has(sha256)) continue;
            const bytes = await removeUnnamed(sha256, async () => (await namedOf([sha256])).has(sha256), nowMs);
            if (bytes === null) continue;
            removed.files += 1;
            removed.bytes += bytes;
          }
        }
      }
      return removed;
    },
  };
}

function isYoung(mtimeMs: number, nowMs: number): boolean {
  return nowMs - mtimeMs < KEEP_YOUNGER_THAN_MS;
}
