import { PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';

/** Classes of SQLSTATE that speak of the server and not of the statement: connection, resources, intervention, I/O. */
const UNAVAILABLE_STATES = /^(08|28|3D|53|57P|58)/;
/** Two transactions that wait for each other, or cannot both be true: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html. */
const CONTENTION_STATES = ['40001', '40P01'];
const NETWORK_ERRORS = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENOENT'];

const CONNECT_TIMEOUT_MS = 5000;
/** After a crash, the server may need a moment to notice that the process before is gone. */
const LOCK_PATIENCE_MS = 5000;
const LOCK_RETRY_MS = 250;
/** Any number will do that nothing else in the same database uses. */
const SERVING_LOCK = 7_203_847_261;

/** Opens a pool on a PostgreSQL database; it connects when first asked, and anew after the server was away. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks while idle is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  let lock: pg.Client | null = null;
  let isEnding = false;

  /** Holds the lock in a session of its own: the server lets go of it when the session ends, however that comes. */
  async function acquire(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      SERVING_LOCK,
    ]);
    if (rows[0]?.locked !== true) {
      await client.end();
      return false;
    }
    client.once('end', () => {
      if (!isEnding) void acquireWhenBack();
    });
    lock = client;
    return true;
  }

  async function acquireWhenBack(): Promise<void> {
    while (!isEnding) {
      await delay(LOCK_RETRY_MS * 4);
      if (await acquire().catch(() => false)) return;
    }
  }

  return {
    dialect: new PostgresDialect({ pool }),
    whyUnavailable: whyPostgresUnavailable,
    isContention: (error) => CONTENTION_STATES.includes(codeOf(error)),
    sync: async () => {},
    async lockForServing() {
      const until = performance.now() + LOCK_PATIENCE_MS;
      while (!(await acquire())) {
        if (performance.now() >= until) return false;
        await delay(LOCK_RETRY_MS);
      }
      return true;
    },
    async unlock() {
      isEnding = true;
      await lock?.end();
    },
  };
}

/** See `Database.whyUnavailable`. The server's own words are kept: they name what it misses. */
function whyPostgresUnavailable(error: unknown): string | null {
  if (error instanceof AggregateError) return whyPostgresUnavailable(error.errors[0]);
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  const isKnown = UNAVAILABLE_STATES.test(code) || NETWORK_ERRORS.includes(code);
  const isDropped = /connection terminated|timeout exceeded when trying to connect|not queryable/i.test(error.message);
  return isKnown || isDropped ? `PostgreSQL does not answer (${error.message}): start it, or check its address` : null;
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' ? code : '';
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
