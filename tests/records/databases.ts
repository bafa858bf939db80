import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, onTestFinished } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const ADMIN_URL = process.env['SCANBENCH_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** Whether tests may use a PostgreSQL server: that of SCANBENCH_TEST_POSTGRES, or one on this machine. */
export const hasPostgres = await canConnect();

/** Those of the tests of a file. The server writes all that it has to its disk before it drops one: a second each, or once for all. */
const made: string[] = [];
afterAll(async () => {
  await Promise.all(made.splice(0).map(drop));
});

/** A fresh database on that server, or a copy of one of its own that nobody is connected to; dropped after the tests of the file. Gives its URL. */
export async function createPostgresDatabase(copied?: string): Promise<string> {
  const name = newName();
  const template = copied === undefined ? '' : ` TEMPLATE ${new URL(copied).pathname.slice(1)}`;
  await run(`CREATE DATABASE ${name}${template}`);
  made.push(name);
  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  return url.href;
}

/** Drops one before the others: what it lies on is about to go. */
export function dropPostgresDatabase(url: string): Promise<void> {
  return drop(new URL(url).pathname.slice(1));
}

/** Changes a setting of a database, and ends all connections to it: the next ones have it. */
export async function changePostgresDatabase(url: string, change: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await run(`ALTER DATABASE ${name} ${change}`);
  await run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
}

/** A tablespace in a folder; dropped when the test ends. Null where the server is on another machine, or may not write there. */
export async function createTablespace(folder: string): Promise<string | null> {
  const name = newName();
  try {
    // The server is another user, who must come through to it.
    chmodSync(dirname(folder), 0o755);
    execFileSync('chown', ['postgres', folder], { stdio: 'ignore' });
    await run(`CREATE TABLESPACE ${name} LOCATION '${folder}'`);
  } catch {
    return null;
  }
  onTestFinished(() => run(`DROP TABLESPACE ${name}`));
  return name;
}

/** Both kinds of database, each with a fresh one, and one that outlives its connections; for `describe.each`. PostgreSQL is skipped, visibly, where it is not. */
export const DATABASES = [
  {
    kind: 'SQLite',
    isThere: true,
    create: async () => 'sqlite::memory:',
    createFile: async () => `sqlite:${join(await temporaryFolder(), 'records.sqlite')}`,
  },
  {
    kind: 'PostgreSQL',
    isThere: hasPostgres,
    create: () => createPostgresDatabase(),
    createFile: () => createPostgresDatabase(),
  },
] as const;

/** Of what this run of the tests makes on the server. */
function newName(): string {
  return `scanbench_test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
}

function drop(name: string): Promise<void> {
  return run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function run(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADMIN_URL, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function canConnect(): Promise<boolean> {
  return run('SELECT 1').then(
    () => true,
    () => false,
  );
}
