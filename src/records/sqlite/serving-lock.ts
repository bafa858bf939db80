import type { ServingLock } from '../database.ts';
import { lockFile } from './sqlite.ts';

/** After a crash, the processes of a service may need a moment to end. */
const PATIENCE_MS = 5000;

/** A lock in an empty file of its own, so that what it stands for is open to others. Rejects where a file cannot be locked at all. */
export function createServingLock(file: string): ServingLock {
  let held: { release(): void } | null = null;

  function hold(statements: readonly string[]): boolean {
    held = lockFile(file, statements, PATIENCE_MS);
    return held !== null;
  }

  return {
    // Nobody may have it in any way; then it is held as by one who is about to write, which lets in those who read.
    lockForServing: async () => hold(['BEGIN EXCLUSIVE', 'ROLLBACK', 'BEGIN IMMEDIATE']),
    joinServing: async () => hold(['BEGIN', 'SELECT count(*) FROM sqlite_schema']),
    async isServed() {
      const free = lockFile(file, ['BEGIN IMMEDIATE'], 0);
      free?.release();
      return free === null;
    },
    unlock: async () => held?.release(),
  };
}
