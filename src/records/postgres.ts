import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { errorCode } from '../domain/error-code.ts';
import type { Database } from './database.ts';

/** Classes of SQLSTATE that speak of the server and not of the statement: connection, resources, intervention, I/O. */
const UNAVAILABLE_STATES = /^(08|28|3D|53|57P|58)/;
/** A database that is read-only (a standby) or takes no connections, and what an operator's own limits of time end. */
const REFUSING_STATES = ['25006', '25P03', '25P04', '55000', '55P03', '57014'];
/** Two transactions that wait for each other, or cannot both be true: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html. */
const CONTENTION_STATES = ['40001', '40P01'];
const NETWORK_ERRORS = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'];

const CONNECT_TIMEOUT_MS = 5000;
/** After a crash, the server may need a moment to notice that the process before is gone. */
const LOCK_PATIENCE_MS = 5000;
const LOCK_RETRY_MS = 250;
/** Any numbers will do that nothing else in the same database uses: of the one whose service it is, and of all its processes. */
const SERVING_LOCK = 7_203_847_261;
const MEMBERS_LOCK = 7_203_847_262;

/** Opens a pool on a PostgreSQL database; it connects when first asked, and anew after the server was away. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks is dropped by the pool, while idle or when it comes back; without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let lock: pg.Client | null = null;
  let isEnding = false;

  /**
   * Holds a lock in a session of its own: the server lets go of it when the session ends, however that comes, and it is
   * asked for anew when the server is back. Resolves to false where somebody else holds it.
   */
  async function hold(take: (client: pg.Client) => Promise<boolean>, retake = take): Promise<boolean> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    client.on('error', () => {});
    await client.connect();
    if (!(await take(client))) {
      await client.end();
      return false;
    }
    client.once('end', () => {
      if (!isEnding) void holdWhenBack(retake);
    });
    lock = client;
    return true;
  }

  async function holdWhenBack(take: (client: pg.Client) => Promise<boolean>): Promise<void> {
    while (!isEnding) {
      await delay(LOCK_RETRY_MS * 4);
      if (await hold(take).catch(() => false)) return;
    }
  }

  return {
    dialect: new PostgresDialect({ pool }),
    whyUnavailable: whyPostgresUnavailable,
    isContention: (error) => CONTENTION_STATES.includes(errorCode(error) ?? ''),
    sync: async () => {},
    async lockForServing() {
      const until = performance.now() + LOCK_PATIENCE_MS;
      // Its own processes may be back before it is, so that it asks for them only once.
      while (
        !(await hold(async (client) => (await takeServing(client)) && (await haveMembersGone(client)), takeServing))
      ) {
        if (performance.now() >= until) return false;
        await delay(LOCK_RETRY_MS);
      }
      return true;
    },
    joinServing: () => hold((client) => ask(client, 'SELECT pg_try_advisory_lock_shared($1) AS yes', MEMBERS_LOCK)),
    async isServed() {
      // Shared, and gone with the statement: two who ask do not take each other for a service.
      const { rows } = await pool.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock_shared($1) AS free', [
        SERVING_LOCK,
      ]);
      return rows[0]?.free !== true;
    },
    async unlock() {
      isEnding = true;
      await lock?.end();
    },
  };
}

function takeServing(client: pg.Client): Promise<boolean> {
  return ask(client, 'SELECT pg_try_advisory_lock($1) AS yes', SERVING_LOCK);
}

async function haveMembersGone(client: pg.Client): Promise<boolean> {
  const isFree = await ask(client, 'SELECT pg_try_advisory_lock($1) AS yes', MEMBERS_LOCK);
  if (isFree) await ask(client, 'SELECT pg_advisory_unlock($1) AS yes', MEMBERS_LOCK);
  return isFree;
}

async function ask(client: pg.Client, query: string, key: number): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(query, [key]);
  return rows[0]?.yes === true;
}

/** See `Database.whyUnavailable`. The server's own words are kept: they name what it misses. */
function whyPostgresUnavailable(error: unknown): string | null {
  if (error instanceof AggregateError) return whyPostgresUnavailable(error.errors[0]);
  if (!(error instanceof Error)) return null;
  const code = errorCode(error) ?? '';
  if (REFUSING_STATES.includes(code)) {
    return `PostgreSQL does not let Scanbench work (${error.message}): change its settings, or name another address`;
  }
  // A socket that is not there, or not for this user; of a file the same codes speak of the disk.
  const isUnconnected = Reflect.get(error, 'syscall') === 'connect';
  const isKnown = UNAVAILABLE_STATES.test(code) || NETWORK_ERRORS.includes(code) || isUnconnected;
  const isDropped = /connection terminated|timeout exceeded when trying to connect|not queryable/i.test(error.message);
  return isKnown || isDropped ? `PostgreSQL does not answer (${error.message}): start it, or check its address` : null;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
