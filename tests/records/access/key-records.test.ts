import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSecretOf, readKey } from '../../../src/records/access/api-key.ts';
import {
  createKey,
  findKey,
  hasKeys,
  listKeys,
  noteKeyUsed,
  revokeKey,
} from '../../../src/records/access/key-records.ts';
import { openRecords } from '../../../src/records/open-records.ts';
import { lockFile } from '../../../src/records/sqlite/sqlite.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { DATABASES } from '../databases.ts';
import { openTestRecords } from '../test-records.ts';

const WANTED = {
  name: 'gate 1',
  scopes: ['scan:write'],
  port: 'NLRTM',
  requestsPerMinute: 60,
  expiresAt: 9000,
} as const;

describe.each(DATABASES)('keys in $kind', ({ isThere, create }) => {
  it.skipIf(!isThere)('are found by their id, checked by their secret, and stay on record when revoked', async () => {
    const records = await openTestRecords(await create());
    expect(await hasKeys(records.db)).toBe(false);
    const made = await records.commit.write((transaction) => createKey(transaction, WANTED, 1000));
    if (!made.ok) throw new Error(made.failure.message);
    const { id, key } = made.value;
    const parts = readKey(key);
    const found = await findKey(records.db, id);
    expect(found).toMatchObject({ ...WANTED, id, createdAt: 1000, revokedAt: null, lastUsedAt: null });
    expect(parts?.id).toBe(id);
    expect(isSecretOf(parts?.secret ?? '', found?.secretSha256 ?? '')).toBe(true);
    expect(isSecretOf(`${parts?.secret.slice(0, -1)}!`, found?.secretSha256 ?? '')).toBe(false);
    await noteKeyUsed(records.db, id, 2000);
    await records.commit.write((transaction) => revokeKey(transaction, id, 3000));
    expect(await listKeys(records.db)).toEqual([{ ...WANTED, id, createdAt: 1000, lastUsedAt: 2000, revokedAt: 3000 }]);
    expect([await hasKeys(records.db), await findKey(records.db, 'none')]).toEqual([true, null]);
  });
});

it('notes the use of a key after what another process writes, and lets the thread go on meanwhile', async () => {
  const dataDir = await temporaryFolder();
  const { db } = await openTestRecords('sqlite:', dataDir);
  const other = lockFile(join(dataDir, 'scanbench.sqlite'), ['BEGIN IMMEDIATE'], 0);
  // Of this thread: it never ends where that stands still until it has.
  setTimeout(() => other?.release(), 20);
  await expect(noteKeyUsed(db, 'none', 2000)).resolves.toBeUndefined();
});

it('are read, and made or revoked in their turn, by a command that begins while another process writes', async () => {
  const dataDir = await temporaryFolder();
  await openTestRecords('sqlite:', dataDir);
  const other = lockFile(join(dataDir, 'scanbench.sqlite'), ['BEGIN IMMEDIATE'], 0);
  const { db, commit, close } = valueFrom(await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: false }));
  expect(await listKeys(db)).toEqual([]);
  setTimeout(() => other?.release(), 20);
  expect(await commit.write((transaction) => revokeKey(transaction, 'none', 3000))).toEqual({ ok: true, value: false });
  await close();
});
