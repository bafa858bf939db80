import { EventEmitter, once } from 'node:events';
import { Kysely, sql } from 'kysely';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openRecords } from '../../src/records/open-records.ts';
import { openPostgres } from '../../src/records/postgres.ts';
import { createPostgresLock, LentSessions, type LockSession } from '../../src/records/postgres-lock.ts';
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

/** A session as `pg` has it: ended amid a question, it breaks that off. It connects and answers when the test says so. */
class FakeSession extends EventEmitter implements LockSession {
  readonly connect = () => once(this, 'connected');
  readonly query = vi.fn(async () => {
    await once(this, 'answered');
    return { rows: [{ yes: true }] };
  });
  readonly end = vi.fn(async () => {
    if (this.listenerCount('error') > 0) this.emit('error', new Error('Connection terminated'));
    this.emit('end');
  });

  /** Connects, and resolves when it is asked for the lock. */
  async asked(): Promise<void> {
    this.emit('connected');
    await vi.waitFor(() => expect(this.query).toHaveBeenCalled());
  }
}

function lockWithFakes() {
  const sessions: FakeSession[] = [];
  const open = () => {
    const session = new FakeSession();
    sessions.push(session);
    return session;
  };
  const opened = (nth: number) =>
    vi.waitFor(
      () => {
        const session = sessions[nth];
        if (session === undefined) throw new Error('It was not opened.');
        return session;
      },
      { timeout: 10_000 },
    );
  return { lock: createPostgresLock(open, () => {}), sessions, opened };
}

/** A lock whose server went away. */
async function lostLock() {
  const fakes = lockWithFakes();
  const joined = fakes.lock.joinServing();
  const first = await fakes.opened(0);
  await first.asked();
  first.emit('answered');
  expect(await joined).toBe(true);
  first.emit('end');
  return fakes;
}

it('asks for the lock no more once it is stopped', async () => {
  const { lock, sessions } = await lostLock();
  await lock.unlock();
  expect(sessions).toHaveLength(1);
});

it('ends a session that connects for the lock while it is stopped', async () => {
  const { lock, opened } = await lostLock();
  const again = await opened(1);
  const unlocked = lock.unlock();
  again.emit('connected');
  await unlocked;
  expect(again.query).not.toHaveBeenCalled();
  expect(again.end).toHaveBeenCalled();
});

it('breaks off the question for the lock where it is stopped amid it', async () => {
  const { lock, sessions, opened } = await lostLock();
  const again = await opened(1);
  await again.asked();
  await lock.unlock();
  expect(again.end).toHaveBeenCalled();
  expect(sessions).toHaveLength(2);
});

it('gives a lock back that it gets while it is stopped', async () => {
  const { lock, opened } = await lostLock();
  const again = await opened(1);
  await again.asked();
  again.emit('answered');
  await lock.unlock();
  expect(again.end).toHaveBeenCalled();
});

it('ends the session where the lock cannot be asked for', async () => {
  const { lock, opened } = lockWithFakes();
  const joined = lock.joinServing();
  const session = await opened(0);
  await session.asked();
  session.emit('error', new Error('out of memory'));
  await expect(joined).rejects.toThrow('out of memory');
  expect(session.end).toHaveBeenCalled();
});

/** Sessions of a server behind a pooler: whoever asks has the one that was given back last, until the answer or the transaction's end. */
function pooler() {
  const free = [1, 2];
  const asked: string[] = [];
  const open = (): LockSession => {
    let own: number | undefined;
    return Object.assign(new EventEmitter(), {
      async connect() {},
      async query(text: string) {
        asked.push(text);
        const session = own ?? free.pop();
        if (text === 'BEGIN') own = session;
        else if (own === undefined && session !== undefined) free.push(session);
        return { rows: [{ yes: true, session }] };
      },
      async end() {
        if (own !== undefined) free.push(own);
      },
    });
  };
  return { open, asked };
}

it('takes no lock through a pooler that lends sessions out for a transaction each', async () => {
  const { open, asked } = pooler();
  const lock = createPostgresLock(open, () => {});
  await expect(lock.lockForServing()).rejects.toThrow(LentSessions);
  expect(asked.join()).not.toContain('advisory');
});
