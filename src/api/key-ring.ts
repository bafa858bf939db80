import { type Outcome, succeed } from '../domain/failure.ts';
import { type CheckableKey, findKey, hasKeys, noteKeyUsed } from '../records/key-records.ts';
import type { Records } from '../records/open-records.ts';

/** How long what was read of a key stands: a key that is revoked, or the first that is made, takes effect this late. */
const TRUST_MS = 5000;
const NOTE_USE_EVERY_MS = 3_600_000;
/** More keys than any service has in use at once. */
const MAX_REMEMBERED = 1000;

/** The keys on record, remembered for a moment so that a request costs no query. */
export interface KeyRing {
  /** Whether there is any key, in force or not: from then on, keys are asked for. Fails with `records-unavailable`. */
  hasKeys(): Promise<Outcome<boolean>>;
  /** Null where there is no key of this id. Fails with `records-unavailable`. */
  find(id: string): Promise<Outcome<CheckableKey | null>>;
  /** Writes down that a key was used, at most once an hour. */
  noteUsed(key: CheckableKey): Promise<void>;
}

interface Remembered<Value> {
  readonly until: number;
  readonly value: Promise<Outcome<Value>>;
}

/** `now` is a clock in milliseconds that does not step back. */
export function createKeyRing({ db, gate }: Pick<Records, 'db' | 'gate'>, now = () => performance.now()): KeyRing {
  const keys = new Map<string, Remembered<CheckableKey | null>>();
  const notedAt = new Map<string, number>();
  let haveKeys: Remembered<boolean> | null = null;

  async function read(id: string): Promise<Outcome<CheckableKey | null>> {
    const found = await gate.attempt(() => findKey(db, id));
    // What is not there may be made any moment, and must not push out what is; a failure may have passed by then.
    if (!found.ok || found.value === null) keys.delete(id);
    return found;
  }

  return {
    async hasKeys() {
      if (haveKeys !== null && now() < haveKeys.until) return haveKeys.value;
      const value = gate.attempt(() => hasKeys(db));
      haveKeys = { until: now() + TRUST_MS, value };
      const answer = await value;
      if (!answer.ok) haveKeys = null;
      // A key stays on record for good, so there is no need to ask again.
      else if (answer.value) haveKeys = { until: Number.POSITIVE_INFINITY, value: Promise.resolve(succeed(true)) };
      return answer;
    },
    find(id) {
      const known = keys.get(id);
      if (known !== undefined && now() < known.until) return known.value;
      keys.delete(id);
      const [oldest] = keys.keys();
      if (keys.size >= MAX_REMEMBERED && oldest !== undefined) keys.delete(oldest);
      const value = read(id);
      keys.set(id, { until: now() + TRUST_MS, value });
      return value;
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
}
