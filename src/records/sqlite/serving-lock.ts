import type { ServingLock } from '../database.ts';
import { type LockAnswer, takeWhenFree } from '../take-when-free.ts';
import { lockFile } from './sqlite.ts';

/** Whoever just asks for the lock holds it for moments, too. */
const JOIN_PATIENCE_MS = 5000;

/** A lock in an empty file of its own, so that what it stands for is open to others. Rejects where a file cannot be locked at all. */
export function createServingLock(file: string): ServingLock {
  let held: { release(): void } | null = null;

  function hold(statements: readonly string[], patienceMs: number): boolean {
    held = lockFile(file, statements, patienceMs);
    return held !== null;
  }

  function isServed(): boolean {
    const free = lockFile(file, ['BEGIN IMMEDIATE'], 0);
    free?.release();
    return free === null;
  }

  async function take(): Promise<LockAnswer> {
    // Nobody may have it in any way; then it is held as by one who is about to write, which lets in those who read.
    if (hold(['BEGIN EXCLUSIVE', 'ROLLBACK', 'BEGIN IMMEDIATE'], 0)) return 'taken';
    return isServed() ? 'served' : 'ending';
  }

  return {
    lockForServing: ({ onEnding = () => {} } = {}) => takeWhenFree(take, onEnding),
    joinServing: async () => hold(['BEGIN', 'SELECT count(*) FROM sqlite_schema'], JOIN_PATIENCE_MS),
    isServed: async () => isServed(),
    unlock: async () => held?.release(),
  };
}
