import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { listKeys } from '../../../src/records/access/key-records.ts';
import { openRecords, type Records } from '../../../src/records/open-records.ts';
import { buildAppOn } from '../../api/test-app.ts';
import { makeTestKey } from '../../api/test-keys.ts';
import { createSignal } from '../../fixtures/signal.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

async function openFile(): Promise<Records> {
  return valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir: await temporaryFolder(), serves: true }));
}

/** Writes a secret in a transaction that stays open until it is told to end. */
async function writeSlowly({ commit }: Records, name: string) {
  const [begun, ended] = [createSignal(), createSignal()];
  const written = commit.write(async (transaction) => {
    await transaction.insertInto('secrets').values({ name, value: '' }).execute();
    begun.give();
    await ended.given;
    return transaction.selectFrom('secrets').select('name').where('name', '=', name).execute();
  });
  await begun.given;
  return { end: ended.give, written };
}

const isThere = async ({ db }: Records, name: string) =>
  (await db.selectFrom('secrets').select('name').where('name', '=', name).execute()).length === 1;

it('reads what is committed, and nothing else, while a transaction is open; the transaction reads what it has written', async () => {
  const records = await openFile();
  onTestFinished(() => records.close());
  const { end, written } = await writeSlowly(records, 'one');
  expect(await isThere(records, 'one')).toBe(false);
  end();
  expect(valueFrom(await written)).toEqual([{ name: 'one' }]);
  expect(await isThere(records, 'one')).toBe(true);
});

it('writes outside a transaction when the one that is open has ended, and not into it', async () => {
  const records = await openFile();
  onTestFinished(() => records.close());
  const { end, written } = await writeSlowly(records, 'one');
  const writing = records.db.insertInto('secrets').values({ name: 'two', value: '' }).execute();
  const asking = sql`SELECT 1 AS answer`.execute(records.db);
  expect(await isThere(records, 'two')).toBe(false);
  end();
  await Promise.all([writing, asking, written]);
  expect(await isThere(records, 'two')).toBe(true);
});

it('lets a transaction begin after one that failed', async () => {
  const records = await openFile();
  onTestFinished(() => records.close());
  await expect(
    records.commit.write((transaction) =>
      transaction
        .insertInto('secrets')
        .values({ name: 'one', value: '' })
        .execute()
        .then(() => {
          throw new Error('a bug');
        }),
    ),
  ).rejects.toThrow('a bug');
  expect(await isThere(records, 'one')).toBe(false);
  expect(await records.commit.write(async () => 'written')).toEqual({ ok: true, value: 'written' });
});

it('answers requests with a key while a long list is written, also the first one of a key', async () => {
  const records = await openFile();
  const app = await buildAppOn(records);
  onTestFinished(async () => {
    await app.close();
    await records.close();
  });
  const { headers } = await makeTestKey(records);
  const { end, written } = await writeSlowly(records, 'list');
  const urls = ['/v1/technologies', '/v1/scans', '/v1/scans/0193a0c0-5f1e-7c3a-9d57-0c6f2f6f3b11', '/readyz'];
  const statuses: number[] = [];
  for (const url of urls) statuses.push((await app.inject({ url, headers })).statusCode);
  expect(statuses).toEqual([200, 200, 404, 200]);
  expect((await listKeys(records.db))[0]?.lastUsedAt).toBeNull();
  end();
  await written;
  await expect.poll(async () => (await listKeys(records.db))[0]?.lastUsedAt).toEqual(expect.any(Number));
});
