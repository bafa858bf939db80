import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServingLock } from './database.ts';
import { type LockAnswer, takeWhenFree } from './take-when-free.ts';

interface Row {
  readonly yes?: unknown;
  readonly session?: unknown;
}

/** A connection of its own to PostgreSQL, as far as a lock needs it. */
export interface LockSession {
  connect(): Promise<unknown>;
  query(text: string, values: readonly unknown[]): Promise<{ readonly rows: readonly Row[] }>;
  once(event: 'end', listener: () => void): unknown;
  end(): Promise<void>;
}

/** Nothing can be locked: a pooler stands in between, and gives whoever asks a session for one transaction. */
export class LentSessions extends Error {
  constructor() {
    super(
      'it leads through a pooler that lends sessions out for a transaction each, in which no lock of a service holds',
    );
  }
}

const RETAKE_MS = 1000;
/** How often a server is asked whether it is there, and after how many looks without an answer it is not. */
const LOOK_MS = 5000;
const SILENT_LOOKS = 6;
/** Any numbers will do that nothing else in the same database uses: of the one whose service it is, and of all its processes. */
export const SERVING_LOCK = 7_203_847_261;
const MEMBERS_LOCK = 7_203_847_262;
/** What the session is called of a service that has the records, with an id of its own: how others tell it from their own. */
const NAME = 'scanbench service';

/**
 * Advisory locks, each held in a session of its own: the server lets go of them when the session ends, however that comes.
 * They are asked for anew when the server is back. By then another service may have them: then `onTaken` is called, once.
 * A server that is silent for half a minute counts as away, and `onSilent` is called: the system itself would wait for a
 * quarter of an hour, and all that is to be written with it.
 */
export function createPostgresLock(
  openSession: () => LockSession,
  onSilent: () => void,
  lookMs = LOOK_MS,
): Omit<ServingLock, 'isServed'> {
  const name = `${NAME} ${randomUUID()}`;
  /** The session that has the lock, or asks for it. */
  let lock: LockSession | null = null;
  /** Settles when a lock that was lost is held again, or not asked for any more. */
  let retaking: Promise<void> = Promise.resolve();
  const ending = new AbortController();
  const { signal } = ending;

  /** Resolves to false where somebody else holds it; then `onRefused` has looked who. */
  async function hold(
    take: (session: LockSession) => Promise<boolean>,
    {
      retake,
      onRefused,
    }: { readonly retake: () => Promise<void>; readonly onRefused?: (session: LockSession) => Promise<void> },
  ): Promise<boolean> {
    const session = openSession();
    let isHeld = false;
    try {
      await session.connect();
      lock = session;
      if (!signal.aborted) {
        const isTaken = await take(session);
        if (!isTaken) await onRefused?.(session);
        isHeld = isTaken && !signal.aborted;
      }
    } finally {
      if (!isHeld) await session.end();
    }
    if (!isHeld) return false;
    session.once('end', () => {
      if (!signal.aborted) retaking = retake();
    });
    watch(session);
    return true;
  }

  /** Counts looks and not time: a machine that was asleep does not take that for the server's silence. */
  function watch(session: LockSession): void {
    let looks = 0;
    const ask = () => session.query('SELECT', []).then(() => (looks = 0));
    const timer = setInterval(() => {
      looks += 1;
      if (looks === 1) void ask().catch(() => {});
      if (looks <= SILENT_LOOKS) return;
      clearInterval(timer);
      // With a question open it does not wait for the other end.
      session.end().catch(() => {});
      onSilent();
    }, lookMs);
    timer.unref();
    session.once('end', () => clearInterval(timer));
  }

  /** Waits for the next try; resolves to false, at once, where there is none because this ends. */
  function pause(): Promise<boolean> {
    return delay(RETAKE_MS, true, { signal }).catch(() => false);
  }

  async function serveAgain(onTaken: () => void): Promise<void> {
    let isTaken = false;
    const onRefused = async (session: LockSession) => {
      isTaken = await isServedByOther(session, name);
    };
    while (!isTaken && (await pause())) {
      const take = (session: LockSession) => takeServing(session, name);
      if (await hold(take, { retake: () => serveAgain(onTaken), onRefused }).catch(() => false)) return;
    }
    if (isTaken) onTaken();
  }

  async function joinAgain(): Promise<void> {
    while (await pause()) {
      if (await hold(takeShare, { retake: joinAgain }).catch(() => false)) return;
    }
  }

  return {
    async lockForServing({ onTaken = () => {}, onEnding = () => {} } = {}) {
      // Before the first try: a lock that a pooler keeps would outlive this service there, and refuse the next one.
      if (await areSessionsLent(openSession(), openSession())) throw new LentSessions();
      return takeWhenFree(async () => {
        let refusal: LockAnswer = 'served';
        const take = async (session: LockSession) => {
          if (!(await ask(session, 'SELECT pg_try_advisory_lock($1) AS yes', SERVING_LOCK))) return false;
          // Its own processes may be back before it is, so that it asks for them only once.
          refusal = 'ending';
          return (await haveMembersGone(session)) && callSession(session, name);
        };
        return (await hold(take, { retake: () => serveAgain(onTaken) })) ? 'taken' : refusal;
      }, onEnding);
    },
    joinServing: () => hold(takeShare, { retake: joinAgain }),
    async unlock() {
      ending.abort();
      // What a session is asked amid this is broken off; one that connects ends as soon as it has, or gives it up.
      await lock?.end();
      await retaking;
    },
  };
}

/** Whether one is in another's session, or no longer in its own, while the other is amid a transaction. Ends both. */
async function areSessionsLent(one: LockSession, other: LockSession): Promise<boolean> {
  try {
    await one.connect();
    await other.connect();
    const before = await sessionOf(one);
    await other.query('BEGIN', []);
    return (await sessionOf(other)) === before || (await sessionOf(one)) !== before;
  } finally {
    await Promise.all([one.end(), other.end()]);
  }
}

async function sessionOf(session: LockSession): Promise<unknown> {
  const { rows } = await session.query('SELECT pg_backend_pid() AS session', []);
  return rows[0]?.session;
}

async function takeServing(session: LockSession, name: string): Promise<boolean> {
  return (
    (await ask(session, 'SELECT pg_try_advisory_lock($1) AS yes', SERVING_LOCK)) && (await callSession(session, name))
  );
}

function takeShare(session: LockSession): Promise<boolean> {
  return ask(session, 'SELECT pg_try_advisory_lock_shared($1) AS yes', MEMBERS_LOCK);
}

async function haveMembersGone(session: LockSession): Promise<boolean> {
  const isFree = await ask(session, 'SELECT pg_try_advisory_lock($1) AS yes', MEMBERS_LOCK);
  if (isFree) await ask(session, 'SELECT pg_advisory_unlock($1) AS yes', MEMBERS_LOCK);
  return isFree;
}

/** Only once it has all that it asks for: one that merely tries holds the lock for moments, too. */
async function callSession(session: LockSession, name: string): Promise<boolean> {
  return ask(session, `SELECT set_config('application_name', $1, false) IS NOT NULL AS yes`, name);
}

/** Whether the session that has the lock is that of another service, and not one of this service that the server has not missed yet. */
function isServedByOther(session: LockSession, name: string): Promise<boolean> {
  return ask(
    session,
    `SELECT EXISTS (
       SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND granted AND mode = 'ExclusiveLock' AND (classid::bigint << 32) + objid::bigint = $1
         AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND application_name LIKE '${NAME} %' AND application_name <> $2
     ) AS yes`,
    SERVING_LOCK,
    name,
  );
}

async function ask(session: LockSession, query: string, ...values: readonly unknown[]): Promise<boolean> {
  const { rows } = await session.query(query, values);
  return rows[0]?.yes === true;
}
