import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fail, succeed } from '../../src/domain/failure.ts';
import { createGroupCommit } from '../../src/records/group-commit.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { lockScans } from '../../src/records/scans/lock-scans.ts';
import { createSignal } from '../fixtures/signal.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { createPostgresDatabase, DATABASES, hasPostgres } from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

class Contention extends Error {}

describe('a change that another process gets in the way of', () => {
  async function failing(times: number) {
    const { db, gate } = await openTestRecords();
    const commit = createGroupCommit(db, gate, {
      sync: async () => {},
      isContention: (error) => error instanceof Contention,
    });
    let runs = 0;
    const written = commit.write(async () => {
      runs += 1;
      if (runs <= times) throw new Contention();
      return 'written';
    });
    return { written, runs: () => runs };
  }

  it('is run again until it is written', async () => {
    const { written, runs } = await failing(3);
    expect(valueFrom(await written)).toBe('written');
    expect(runs()).toBe(4);
  });

  it('is not run again for ever', async () => {
    const { written, runs } = await failing(Number.POSITIVE_INFINITY);
    await expect(written).rejects.toThrow(Contention);
    expect(runs()).toBe(10);
  });

  it.skipIf(!hasPostgres)(
    'is written by both where each waits for what the other one holds',
    async () => {
      const options = { databaseUrl: await createPostgresDatabase(), dataDir: await temporaryFolder() };
      const one = valueFrom(await openRecords({ ...options, serves: true }));
      const other = valueFrom(await openRecords({ ...options, serves: false }));
      const scans = [(await keepTestScan(one)).id, (await keepTestScan(one)).id];
      const holding: (() => void)[] = [];
      const bothHold = Promise.all(scans.map(() => new Promise<void>((resolve) => holding.push(resolve))));
      const change = (order: readonly string[], hold: (() => void) | undefined) => async (transaction: Transaction) => {
        const [first = '', second = ''] = order;
        await lockScans(transaction, [first]);
        hold?.();
        await bothHold;
        await lockScans(transaction, [second]);
        return 'written';
      };
      const written = [
        one.commit.write(change(scans, holding[0])),
        other.commit.write(change(scans.toReversed(), holding[1])),
      ];
      expect((await Promise.all(written)).map(valueFrom)).toEqual(['written', 'written']);
      await other.close();
      await one.close();
    },
    30_000,
  );
});

describe.each(DATABASES)('a change that is not wanted any more, in $kind', ({ isThere, createFile }) => {
  const LATE = fail('deadline-passed', 'Nobody waits for it any more.');
  const insert = (name: string) => async (transaction: Transaction) => {
    await transaction.insertInto('secrets').values({ name, value: '' }).execute();
    return name;
  };
  const namesIn = async ({ db }: Records) =>
    (await db.selectFrom('secrets').select('name').where('name', 'like', 'test %').execute()).map(({ name }) => name);

  it.skipIf(!isThere)('when its turn comes is not begun', async () => {
    const records = await openTestRecords(await createFile());
    const change = vi.fn(insert('test late'));
    expect(await records.commit.write(change, () => LATE.failure)).toEqual(LATE);
    expect(change).not.toHaveBeenCalled();
    expect(await namesIn(records)).toEqual([]);
  });

  it.skipIf(!isThere)('once it is made is taken back, alone or among others, which are written', async () => {
    const records = await openTestRecords(await createFile());
    const [begun, ended] = [createSignal(), createSignal()];
    // What comes while this one is on its way is one group.
    const first = records.commit.write(async () => {
      begun.give();
      await ended.given;
    });
    await begun.given;
    let isLate = false;
    const late = records.commit.write(insert('test late'), () => (isLate ? LATE.failure : null));
    const other = records.commit.write(async (transaction) => {
      isLate = true;
      return insert('test other')(transaction);
    });
    ended.give();
    expect(await Promise.all([first, late, other])).toEqual([succeed(undefined), LATE, succeed('test other')]);
    let looks = 0;
    const alone = records.commit.write(insert('test alone'), () => (looks++ === 0 ? null : LATE.failure));
    expect(await alone).toEqual(LATE);
    expect(await namesIn(records)).toEqual(['test other']);
  });
});

type Transaction = Parameters<typeof lockScans>[0];

it.skipIf(!hasPostgres)(
  'who waited for a row sees what was committed meanwhile, whatever the server has by default',
  async () => {
    const databaseUrl = new URL(await createPostgresDatabase());
    databaseUrl.searchParams.set('options', '-c default_transaction_isolation=serializable');
    const records = await openTestRecords(databaseUrl.href);
    const { rows } = await sql`SHOW default_transaction_isolation`.execute(records.db);
    expect(rows).toEqual([{ default_transaction_isolation: 'serializable' }]);
    const level = await records.commit.write(async (transaction) =>
      sql<{ transaction_isolation: string }>`SHOW transaction_isolation`.execute(transaction),
    );
    expect(valueFrom(level).rows).toEqual([{ transaction_isolation: 'read committed' }]);
  },
);

it('waits with SQLite while a command writes a long list, for more than the patience of a statement', async () => {
  const options = { databaseUrl: 'sqlite:', dataDir: await temporaryFolder() };
  const service = valueFrom(await openRecords({ ...options, serves: true }));
  const command = valueFrom(await openRecords({ ...options, serves: false }));
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const [begun, ended] = [createSignal(), createSignal()];
  const long = command.commit.write(async () => {
    begun.give();
    await ended.given;
  });
  await begun.given;
  const waiting = service.commit.write((transaction) => sql`SELECT 1`.execute(transaction));
  await delay(20);
  vi.advanceTimersByTime(20_000);
  await delay(20);
  ended.give();
  expect(await waiting).toMatchObject({ ok: true });
  expect(await long).toMatchObject({ ok: true });
  await command.close();
  await service.close();
});

describe.each(DATABASES)('a change that takes long, written apart, in $kind', ({ kind, isThere, createFile }) => {
  it.skipIf(!isThere)(
    'holds up the others only where the database has one writer, and closing waits for it',
    async () => {
      const records = await openTestRecords(await createFile());
      const done: string[] = [];
      const [begun, ended] = [createSignal(), createSignal()];
      const apart = records.commit.writeApart(async (transaction) => {
        await transaction.insertInto('secrets').values({ name: 'list', value: '' }).execute();
        begun.give();
        await ended.given;
        return 'list';
      });
      await begun.given;
      const scan = keepTestScan(records).then(() => done.push('scan'));
      const idle = records.commit.whenIdle().then(() => done.push('idle'));
      if (kind === 'PostgreSQL') await scan;
      else await delay(50);
      expect(done).toEqual(kind === 'PostgreSQL' ? ['scan'] : []);
      ended.give();
      expect(valueFrom(await apart)).toBe('list');
      await Promise.all([scan, idle]);
      expect(done.toSorted()).toEqual(['idle', 'scan']);
    },
  );
});
