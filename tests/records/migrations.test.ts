import { readdir } from 'node:fs/promises';
import { Migrator, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { areThereRecords } from '../../src/records/are-there-records.ts';
import { scans } from '../../src/records/migrations/001-scans.ts';
import { access } from '../../src/records/migrations/002-access.ts';
import { inspections } from '../../src/records/migrations/003-inspections.ts';
import { events } from '../../src/records/migrations/004-events.ts';
import { lineup } from '../../src/records/migrations/005-lineup.ts';
import { reports } from '../../src/records/migrations/006-reports.ts';
import { openDatabase } from '../../src/records/open-database.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { DATABASES } from './databases.ts';
import { openEmptyDatabase } from './empty-database.ts';
import { openTestRecords } from './test-records.ts';

describe.each(DATABASES)('migrations of $kind', ({ isThere, createFile }) => {
  it.skipIf(!isThere)('make records where there were none, which asking for them does not', async () => {
    const url = await createFile();
    const dataDir = await temporaryFolder();
    expect(await areThereRecords(url, dataDir)).toBe(false);
    expect(await areThereRecords(url, dataDir)).toBe(false);
    expect(await readdir(dataDir)).toEqual([]);
    await openTestRecords(url);
    expect(await areThereRecords(url, dataDir)).toBe(true);
  });

  it.skipIf(!isThere)('number the decisions of scans that were there before', async () => {
    const url = await createFile();
    const before = await openEmptyDatabase(url);
    const older = { '001-scans': scans, '002-access': access, '003-inspections': inspections, '004-events': events };
    const migrations = { ...older, '005-lineup': lineup, '006-reports': reports };
    const { error } = await new Migrator({
      db: before,
      provider: { getMigrations: async () => migrations },
    }).migrateToLatest();
    expect(error).toBeUndefined();
    for (const [id, decisions] of [
      ['a', '[["one","clear","champion"]]'],
      ['b', '[["one","alarm","champion"]]'],
      ['c', '[["one","clear","champion"]]'],
      ['d', '[]'],
    ]) {
      await sql`INSERT INTO scans (id, port, state, received_at, metadata, views, decisions)
        VALUES (${id}, 'NLRTM', 'screened', 1, '{}', '[]', ${decisions})`.execute(before);
      if (decisions === '[]') continue;
      await sql`INSERT INTO screenings
          (scan_id, technology, role, position, model_sha256, screened_at, decision, threshold, total_ms, document)
        VALUES (${id}, 'one', 'champion', 0, ${'a'.repeat(64)}, 1, ${id === 'b' ? 'alarm' : 'clear'}, 0.7, 1, '{}')
      `.execute(before);
    }
    await before.destroy();

    const { comparisons, db } = await openTestRecords(url);
    const counted = await comparisons.decisions({ port: null }, null);
    const sets = await db.selectFrom('decision_sets').select('decisions').orderBy('decisions').execute();
    expect(sets.map(({ decisions }) => decisions)).toEqual([
      '[["one","alarm","champion","aaaaaaaaaaaa",0.7]]',
      '[["one","clear","champion","aaaaaaaaaaaa",0.7]]',
    ]);
    const counts = counted.ok && counted.value.map(({ decisions, scans }) => [decisions[0]?.[1] ?? null, scans]);
    expect(counts).toHaveLength(3);
    expect(counts).toEqual(
      expect.arrayContaining([
        ['clear', 2],
        ['alarm', 1],
        [null, 1],
      ]),
    );
  });

  it.skipIf(!isThere)(
    'keep containers and inspections of scans that were there before, each with the port of its scan',
    async () => {
      const url = await createFile();
      const before = await openEmptyDatabase(url);
      const older = { '001-scans': scans, '002-access': access, '003-inspections': inspections, '004-events': events };
      const migrations = { ...older, '005-lineup': lineup, '006-reports': reports };
      const provider = { getMigrations: async () => migrations };
      expect((await new Migrator({ db: before, provider }).migrateToLatest()).error).toBeUndefined();
      for (const [id, port] of [
        ['a', 'NLRTM'],
        ['b', 'DEHAM'],
      ]) {
        await sql`INSERT INTO scans (id, port, state, received_at, metadata, views, decisions)
        VALUES (${id}, ${port}, 'screened', 1, '{}', '[]', '[]')`.execute(before);
        await sql`INSERT INTO scan_containers (scan_id, container_number) VALUES (${id}, 'CSQU3054383')`.execute(
          before,
        );
        await sql`INSERT INTO inspections (scan_id, version, outcome, selected_by, boxes, inspected_at, recorded_at)
          VALUES (${id}, 1, 'benign', 'random', '[]', 1, 1)`.execute(before);
      }
      await before.destroy();

      const { scans: found, comparisons, db } = await openTestRecords(url);
      const idsOf = async (port: string | null) => {
        const page = await found.list({ port, containerNumber: 'CSQU3054383', limit: 10 });
        return page.ok && page.value.items.map(({ id }) => id);
      };
      expect(await idsOf('DEHAM')).toEqual(['b']);
      expect(await idsOf(null)).toEqual(['b', 'a']);
      const inspected = await comparisons.inspected({ port: 'DEHAM' }, 'port');
      expect(inspected.ok && inspected.value).toMatchObject([{ part: 'DEHAM', scans: 1 }]);
      await db.deleteFrom('scans').where('id', '=', 'b').execute();
      expect(await db.selectFrom('scan_containers').selectAll().execute()).toEqual([
        { scan_id: 'a', port: 'NLRTM', container_number: 'CSQU3054383' },
      ]);
    },
  );

  it.skipIf(!isThere)(
    'are not made under the service of an older version, which could write nothing then',
    async () => {
      const [url, dataDir] = [await createFile(), await temporaryFolder()];
      const before = await openEmptyDatabase(url);
      const provider = { getMigrations: async () => ({ '001-scans': scans, '002-access': access }) };
      expect((await new Migrator({ db: before, provider }).migrateToLatest()).error).toBeUndefined();
      await before.destroy();
      const { database: service } = valueFrom(await openDatabase(url, dataDir, true));
      expect(await service.lockForServing()).toBe(true);
      const command = { databaseUrl: url, dataDir, serves: false };
      expect(await openRecords(command)).toMatchObject({
        ok: false,
        failure: {
          code: 'records-unavailable',
          message: expect.stringContaining(
            'A service of an older version of Scanbench works with these records: stop it',
          ),
        },
      });
      await service.unlock();
      await valueFrom(await openRecords(command)).close();
    },
  );
});
