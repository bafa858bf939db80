import { type Outcome, succeed } from '../../domain/failure.ts';
import { type CheckableKey, findKey, hasKeys, keyState, noteKeyUsed } from '../../records/access/key-records.ts';
import type { Records } from '../../records/open-records.ts';

const NOTE_USE_EVERY_MS = 3_600_000;

/**
 * The keys on record. They are read for each request: what a command or another process does to a key holds from the next
 * request on, and a statement for one row is little beside a request.
 */
export interface KeyRing {
  /** Whether there is any key, in force or not: from then on, keys are asked for. Fails with `records-unavailable`. */
  hasKeys(): Promise<Outcome<boolean>>;
  /** Null where there is no key of this id. Fails with `records-unavailable`. */
  find(id: string): Promise<Outcome<CheckableKey | null>>;
  /**
   * Whether who was let in with a key of this id, or with null while there was none, would be let in now. Fails with
   * `records-unavailable`.
   */
  isInForce(id: string | null, nowMs: number): Promise<Outcome<boolean>>;
  /** Writes down that a key was used, at most once an hour. */
  noteUsed(key: CheckableKey): Promise<void>;
}

/** `now` is a clock in milliseconds that does not step back. */
export function createKeyRing({ db, gate }: Pick<Records, 'db' | 'gate'>, now = () => performance.now()): KeyRing {
  const notedAt = new Map<string, number>();
  let haveKeys = false;

  const ring: KeyRing = {
    async hasKeys() {
      // A key stays on record for good, so there is no need to ask again.
      if (haveKeys) return succeed(true);
      const answer = await gate.attempt(() => hasKeys(db));
      haveKeys = answer.ok && answer.value;
      return answer;
    },
    find: (id) => gate.attempt(() => findKey(db, id)),
    async isInForce(id, nowMs) {
      if (id === null) {
        const asked = await ring.hasKeys();
        return asked.ok ? succeed(!asked.value) : asked;
      }
      const found = await ring.find(id);
      return found.ok ? succeed(found.value !== null && keyState(found.value, nowMs) === 'in force') : found;
    },
    async noteUsed({ id, lastUsedAt }) {
      const at = Date.now();
      const before = notedAt.get(id);
      // By the clock that is not set, where this process noted it last; else by what is on record.
      const sinceMs = before === undefined ? Math.abs(at - (lastUsedAt ?? 0)) : now() - before;
      if (sinceMs < NOTE_USE_EVERY_MS) return;
      notedAt.set(id, now());
      // Nobody is refused because it could not be written down when they came.
      await gate.attempt(() => noteKeyUsed(db, id, at));
    },
  };
  return ring;
}
