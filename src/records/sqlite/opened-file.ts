import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { nullWhereAbsent } from '../../domain/language/null-where-absent.ts';

/** For so long one that was in its place is taken for being there: to look costs up to 50 µs, and a scan asks three times. */
const LOOK_EVERY_MS = 250;

/**
 * A file that is open, and its place. Who has a file open reads and writes on without an error when it was removed, moved or
 * replaced, and loses all of it at the end. SQLite looks at the same, but only where it writes no log ahead:
 * https://www.sqlite.org/rescode.html#readonly_dbmoved. Both throw what the system throws where it cannot tell.
 */
export interface OpenedFile {
  /** Whether it is there now. */
  isInPlace(): Promise<boolean>;
  /** Whether it was a moment ago: for what is not acknowledged by that alone. */
  wasInPlace(): boolean;
}

/** Remembers which file lies under a path that was just opened. */
export function rememberFile(path: string): OpenedFile {
  const opened = identityOf(statSync(path, { bigint: true }));
  let seenAt = performance.now();

  function compare(found: string | null): boolean {
    seenAt = found === opened ? performance.now() : Number.NEGATIVE_INFINITY;
    return found === opened;
  }

  return {
    isInPlace: async () => compare(await stat(path, { bigint: true }).then(identityOf, nullWhereAbsent)),
    wasInPlace() {
      if (performance.now() - seenAt < LOOK_EVERY_MS) return true;
      const found = statSync(path, { bigint: true, throwIfNoEntry: false });
      return compare(found === undefined ? null : identityOf(found));
    },
  };
}

/** From big numbers: file systems use all of the 64 bits. */
function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}
