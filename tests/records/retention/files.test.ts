import { readdir, readFile, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRecords } from '../../../src/records/open-records.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { CONTAINERS, keepTestScan } from '../kept-scans.ts';
import { daysAgo, removed } from './run-retention.ts';

describe('retention in a file', () => {
  it('leaves no trace of a container number in the bytes of the database', async () => {
    const dataDir = await temporaryFolder();
    const opened = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    if (!opened.ok) throw new Error(opened.failure.message);
    const records = opened.value;
    for (let n = 0; n < 20; n++) {
      await keepTestScan(records, { receivedAt: daysAgo(40), metadata: { containerNumber: CONTAINERS[0] } });
    }
    await removed(records);
    await records.close();
    const files = await readdir(dataDir);
    expect(files).toContain('scanbench.sqlite');
    for (const name of files.filter((file) => file.startsWith('scanbench.sqlite'))) {
      expect((await readFile(join(dataDir, name))).includes(CONTAINERS[0])).toBe(false);
    }
  });

  it('removes the files of pictures that no scan names, unless they are young', async () => {
    const dataDir = await temporaryFolder();
    const opened = await openRecords({ databaseUrl: 'sqlite::memory:', dataDir, serves: true });
    if (!opened.ok) throw new Error(opened.failure.message);
    const records = opened.value;
    const pathOf = (sha256: string) => join(dataDir, 'pictures', sha256.slice(0, 2), sha256);
    const age = (sha256: string) => utimes(pathOf(sha256), daysAgo(40), daysAgo(40));
    const isKept = (sha256: string) =>
      stat(pathOf(sha256)).then(
        () => true,
        () => false,
      );
    const old = await keepTestScan(records, { receivedAt: daysAgo(40), text: 'only this scan' });
    const shared = await keepTestScan(records, { receivedAt: daysAgo(40), text: 'the same picture' });
    await keepTestScan(records, { receivedAt: daysAgo(1), text: 'the same picture' });
    const young = await keepTestScan(records, { receivedAt: daysAgo(40), text: 'written just now' });
    await age(old.sha256);
    await age(shared.sha256);
    await utimes(pathOf(young.sha256), daysAgo(0), daysAgo(0));
    expect(await removed(records)).toMatchObject({ scans: 3, files: 1, bytes: old.picture.byteLength });
    expect(await isKept(old.sha256)).toBe(false);
    expect(await isKept(shared.sha256)).toBe(true);
    expect(await isKept(young.sha256)).toBe(true);
    await age(young.sha256);
    expect(await removed(records)).toMatchObject({ files: 1 });
    await records.close();
  });

  it('gives back a picture that a new scan brings while it leaves', async () => {
    const dataDir = await temporaryFolder();
    const opened = await openRecords({ databaseUrl: 'sqlite::memory:', dataDir, serves: true });
    if (!opened.ok) throw new Error(opened.failure.message);
    const records = opened.value;
    const old = await keepTestScan(records, { text: 'the same bytes' });
    await records.db.deleteFrom('scans').execute();
    await utimes(join(dataDir, 'pictures', old.sha256.slice(0, 2), old.sha256), daysAgo(40), daysAgo(40));
    // The new scan is kept at the worst moment: after the collector found that no record names the picture.
    let isFirst = true;
    await records.pictureStore.collectGarbage(async (hashes) => {
      const named = await records.pictures.namedOf(hashes);
      if (isFirst && hashes.includes(old.sha256)) {
        isFirst = false;
        await keepTestScan(records, { text: 'the same bytes' });
      }
      return named;
    }, Date.now());
    expect(await records.pictureStore.read(old.sha256)).toEqual(old.picture);
    await records.close();
  });

  it('puts back what was leaving when the process ended', async () => {
    const dataDir = await temporaryFolder();
    const first = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    if (!first.ok) throw new Error(first.failure.message);
    const { sha256, picture } = await keepTestScan(first.value);
    await first.value.close();
    const store = join(dataDir, 'pictures');
    await rename(join(store, sha256.slice(0, 2), sha256), join(store, 'leaving', sha256));
    const second = await openRecords({ databaseUrl: 'sqlite:', dataDir, serves: true });
    if (!second.ok) throw new Error(second.failure.message);
    expect(await second.value.pictureStore.read(sha256)).toEqual(picture);
    await second.value.close();
  });
});
