import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { errorCode } from '../domain/language/error-code.ts';
import { postgresAddress, tlsFilesOf } from '../domain/network/postgres-address.ts';
import type { Database } from './database.ts';
import { createPostgresLock, LentSessions, SERVING_LOCK } from './postgres-lock.ts';

/** Classes of SQLSTATE that speak of the server and not of the statement: connection, resources, intervention, I/O. */
const UNAVAILABLE_STATES = /^(08|53|57P|58)/;
/** A user or a password that is not known, a database that is not there. */
const SHUT_OUT_STATES = /^(28|3D)/;
/** The role may not do what was asked for: others own the tables, or the schema that they are to be in. */
const NO_RIGHT_STATE = '42501';
/** A database that is read-only (a standby) or takes no connections, and what an operator's own limits of time end. */
const REFUSING_STATES = ['25006', '25P03', '25P04', '55000', '55P03', '57014'];
/** What the server itself lacks: https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const SERVER_CURES: Readonly<Record<string, string>> = {
  '53100': 'free some space on its disk',
  '53200': 'give its machine more memory, or its settings less',
  '53300':
    'raise its max_connections (or the CONNECTION LIMIT of this role or database, where it says so), or end other programs that use it',
  '58030': 'check its disk',
};
/** Two transactions that wait for each other, or cannot both be true: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html. */
const CONTENTION_STATES = ['40001', '40P01'];
const NETWORK_ERRORS = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH'];

const CONNECT_TIMEOUT_MS = 5000;

/** Opens a pool on a PostgreSQL database; it connects when first asked, and anew after the server was away. */
export function openPostgres(url: string, lookMs?: number): Database {
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks is dropped by the pool, while idle or when it comes back; without listeners it would end the process.
  pool.on('error', () => {});
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    clients.add(client);
    client.on('error', () => {});
  });
  pool.on('remove', (client) => clients.delete(client));
  // A client that is ended in the middle of a question breaks its connection off; whoever asked hears of it.
  const breakOff = () => {
    for (const client of clients) if (client instanceof pg.Client) client.end().catch(() => {});
  };
  const lock = createPostgresLock(
    () => {
      const client = new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
      });
      client.on('error', () => {});
      return client;
    },
    breakOff,
    lookMs,
  );

  return {
    dialect: new PostgresDialect({ pool }),
    whyUnavailable: (error) => whyTlsFileFails(error, url) ?? whyPostgresUnavailable(error),
    isContention: (error) => CONTENTION_STATES.includes(errorCode(error) ?? ''),
    checkInPlace() {},
    sync: async () => {},
    lockForServing: lock.lockForServing,
    joinServing: lock.joinServing,
    async isServed() {
      // Shared, and gone with the statement: two who ask do not take each other for a service.
      const { rows } = await pool.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock_shared($1) AS free', [
        SERVING_LOCK,
      ]);
      return rows[0]?.free !== true;
    },
    unlock: lock.unlock,
  };
}

/** Of a file of TLS that went while the service runs, the system says the same as of a folder of the records. */
function whyTlsFileFails(error: unknown, url: string): string | null {
  const address = postgresAddress(url);
  if (address === null || !(error instanceof Error)) return null;
  const failing = tlsFilesOf(address).find(({ file }) => Reflect.get(error, 'path') === file);
  if (failing === undefined) return null;
  return `the file of TLS that SCANBENCH_DATABASE_URL names in ${failing.name} cannot be read: put it back, and let this user read it`;
}

/** See `Database.whyUnavailable`. The server's own words are kept: they name what it misses. */
function whyPostgresUnavailable(error: unknown): string | null {
  if (error instanceof AggregateError) return whyPostgresUnavailable(error.errors[0]);
  if (!(error instanceof Error)) return null;
  if (error instanceof LentSessions) {
    return `SCANBENCH_DATABASE_URL cannot be served (${error.message}): name the server itself, or have the pooler keep a session for each connection (PgBouncer: pool_mode = session)`;
  }
  const code = errorCode(error) ?? '';
  if (SHUT_OUT_STATES.test(code)) {
    return `PostgreSQL does not let Scanbench in (${error.message}): make the database and the role that SCANBENCH_DATABASE_URL names, or correct it`;
  }
  if (code === NO_RIGHT_STATE) {
    return `PostgreSQL does not let Scanbench work (${error.message}): make its role the owner of the database, or of what is in it`;
  }
  if (REFUSING_STATES.includes(code)) {
    return `PostgreSQL does not let Scanbench work (${error.message}): change its settings, or name another address`;
  }
  const cure = SERVER_CURES[code];
  if (cure !== undefined) return `PostgreSQL cannot work (${error.message}): ${cure}`;
  // A socket that is not there, or not for this user; of a file the same codes speak of the disk.
  const isUnconnected = Reflect.get(error, 'syscall') === 'connect';
  const isKnown = UNAVAILABLE_STATES.test(code) || NETWORK_ERRORS.includes(code) || isUnconnected;
  const isDropped = /connection terminated|timeout exceeded when trying to connect|not queryable/i.test(error.message);
  return isKnown || isDropped ? `PostgreSQL does not answer (${error.message}): start it, or check its address` : null;
}
