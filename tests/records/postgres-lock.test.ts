import { Kysely, sql } from 'kysely';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openRecords } from '../../src/records/open-records.ts';
import { openPostgres } from '../../src/records/postgres.ts';
import type { Tables } from '../../src/records/tables.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openLine } from './broken-line.ts';
import { createPostgresDatabase, hasPostgres } from './databases.ts';

const REFUSED = { ok: false, failure: { code: 'records-unavailable' } };

async function serve(databaseUrl: string, onTaken?: () => void) {
  const dataDir = await temporaryFolder();
  const opened = await openRecords({ databaseUrl, dataDir, serves: true, ...(onTaken && { news: { onTaken } }) });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

/** A database, and the same behind a line that can be cut. */
async function withLine() {
  const direct = new URL(await createPostgresDatabase());
  const line = await openLine(Number(direct.port || 5432));
  const behind = new URL(direct);
  behind.port = String(line.port);
  return { line, direct: direct.href, behind: behind.href };
}

it.skipIf(!hasPostgres)(
  'tells a service whose records another one has taken over while the server was away',
  async () => {
    const { line, direct, behind } = await withLine();
    const onTaken = vi.fn();
    expect(await serve(behind, onTaken)).toMatchObject({ ok: true });
    expect(await serve(direct)).toMatchObject(REFUSED);
    await line.cut();
    expect(await serve(direct)).toMatchObject({ ok: true });
    expect(onTaken).not.toHaveBeenCalled();
    await line.mend();
    await vi.waitFor(() => expect(onTaken).toHaveBeenCalledTimes(1), { timeout: 60_000 });
  },
);

it.skipIf(!hasPostgres)(
  'gives a service its records back where nobody else came while the server was away',
  async () => {
    const { line, direct, behind } = await withLine();
    const onTaken = vi.fn();
    expect(await serve(behind, onTaken)).toMatchObject({ ok: true });
    const dataDir = await temporaryFolder();
    const command = await openRecords({ databaseUrl: direct, dataDir, serves: false });
    if (!command.ok) throw new Error(command.failure.message);
    onTestFinished(() => command.value.close());
    const services = async () => {
      const { rows } = await sql<{ name: string }>`
      SELECT application_name AS name FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'scanbench service %'`.execute(command.value.db);
      return rows.map(({ name }) => name);
    };
    const before = await services();
    expect(before).toHaveLength(1);
    await line.cut();
    await vi.waitFor(async () => expect(await services()).toEqual([]), { timeout: 60_000 });
    await line.mend();
    await vi.waitFor(async () => expect(await services()).toEqual(before), { timeout: 60_000 });
    expect(await serve(direct)).toMatchObject(REFUSED);
    expect(onTaken).not.toHaveBeenCalled();
  },
);

it.skipIf(!hasPostgres)(
  'answers that the server is away when it says nothing, and goes on when it speaks again',
  async () => {
    const { line, behind } = await withLine();
    const database = openPostgres(behind, 1000);
    const db = new Kysely<Tables>({ dialect: database.dialect });
    onTestFinished(async () => {
      await db.destroy();
      await database.unlock();
    });
    expect(await database.lockForServing()).toBe(true);
    const ask = () => sql`SELECT 1`.execute(db);
    await ask();
    line.silence();
    const why = await ask().catch((error: unknown) => database.whyUnavailable(error));
    expect(why).toContain('PostgreSQL does not answer');
    line.speak();
    await vi.waitFor(ask, { timeout: 60_000 });
  },
);
