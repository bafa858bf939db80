import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { parseContainerNumber } from '../../src/domain/scan/container-number.ts';
import type { Records } from '../../src/records/open-records.ts';
import { countExpired } from '../../src/records/retention.ts';
import { insertQueuedScan } from '../../src/records/scans/write-scans.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { DATABASES } from './databases.ts';
import { CONTAINERS, keepTestScan } from './kept-scans.ts';
import { DAY_MS, daysAgo, options, removed } from './retention/run-retention.ts';
import { openTestRecords } from './test-records.ts';

/** Every text of every row of every table. */
async function everyText(records: Records): Promise<string> {
  const tables = await records.db.introspection.getTables();
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(records.db);
    texts.push(JSON.stringify(rows));
  }
  return texts.join('\n');
}

/** The number with its right check digit. */
function checked(tenCharacters: string): string {
  for (let digit = 0; digit <= 9; digit++) {
    const number = parseContainerNumber(`${tenCharacters}${digit}`);
    if (number.ok) return number.value;
  }
  throw new Error(`No check digit fits ${tenCharacters}.`);
}

const containerNumber = fc
  .tuple(fc.stringMatching(/^[A-Z]{3}$/), fc.constantFrom('U', 'J', 'Z'), fc.stringMatching(/^[0-9]{6}$/))
  .map((parts) => checked(parts.join('')));

describe.each(DATABASES)('retention in $kind', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere)(
    'goes on beside a row that is damaged, names it, and tries it again when it is mended',
    async () => {
      const records = await open();
      const [broken, whole] = [
        await keepTestScan(records, { receivedAt: daysAgo(40), metadata: { containerNumber: CONTAINERS[0] } }),
        await keepTestScan(records, { receivedAt: daysAgo(31), metadata: { containerNumber: CONTAINERS[1] } }),
      ];
      const write = (metadata: string) =>
        records.db.updateTable('scans').set({ metadata }).where('id', '=', broken.id).execute();
      await write(`{"containerNumber":"${CONTAINERS[0]}"`);
      const run = await removed(records);
      expect(run).toMatchObject({ scans: 1, pictures: 6 });
      expect(run.damaged).toEqual([
        `The records are damaged at the metadata of the scan ${broken.id} (it is no JSON): restore them from a backup, or ` +
          `delete that scan (DELETE /v1/scans/${broken.id}).`,
      ]);
      const text = await everyText(records);
      expect(text).not.toContain(CONTAINERS[1]);
      expect(text).toContain(whole.id);

      await write(`{"containerNumber":"${CONTAINERS[0]}"}`);
      expect(await removed(records)).toMatchObject({ scans: 1, pictures: 0, damaged: [] });
      expect(await everyText(records)).not.toContain(CONTAINERS[0]);
    },
  );

  it.skipIf(!isThere)('takes pictures and names of scans that are older, and of no other', async () => {
    const records = await open();
    const metadata = { containerNumber: CONTAINERS[0], consignmentId: 'BL-1', laneId: '7' };
    const old = await keepTestScan(records, { receivedAt: daysAgo(31), metadata });
    const young = await keepTestScan(records, {
      receivedAt: daysAgo(29),
      metadata: { containerNumber: CONTAINERS[1] },
    });
    expect(await countExpired(records, options)).toEqual({ ok: true, value: { scans: 1, pictures: 3 } });
    expect(await removed(records)).toMatchObject({ scans: 1, pictures: 3 });
    expect(await removed(records)).toMatchObject({ scans: 0, pictures: 0 });

    const text = await everyText(records);
    expect(text).not.toContain(CONTAINERS[0]);
    expect(text).not.toContain('BL-1');
    expect(text).toContain(CONTAINERS[1]);
    const passages = valueFrom(await records.passages.ofContainers(CONTAINERS, 'NLRTM'));
    expect(passages.map(({ containerNumber, scanId }) => [containerNumber, scanId]).toSorted()).toEqual(
      [
        [CONTAINERS[0], old.id],
        [CONTAINERS[1], young.id],
      ].toSorted(),
    );
    const found = await records.scans.find(old.id, 'NLRTM');
    const document = JSON.parse((found.ok && found.value?.json) || '');
    expect(document.metadata).toEqual({
      containerNumber: expect.stringMatching(/^pseudonym:[0-9a-f]{20}$/),
      consignmentId: expect.stringMatching(/^pseudonym:[0-9a-f]{20}$/),
      laneId: '7',
    });
    expect(document.screenings).toHaveLength(2);
    expect(await records.pictures.uploads(old.id, null)).toEqual({ ok: true, value: [] });
    expect(await records.pictures.uploads(young.id, null)).toMatchObject({ ok: true, value: [{ kind: 'upload' }] });
  });

  it.skipIf(!isThere)('keeps everything at 0 days', async () => {
    const records = await open();
    await keepTestScan(records, { receivedAt: daysAgo(9999), metadata: { containerNumber: CONTAINERS[0] } });
    expect(await removed(records, { retentionDays: 0 })).toMatchObject({ scans: 0, pictures: 0 });
    expect(await everyText(records)).toContain(CONTAINERS[0]);
  });

  it.skipIf(!isThere)('finds a forgotten scan for whoever knows its container number', async () => {
    const records = await open();
    const { id } = await keepTestScan(records, {
      receivedAt: daysAgo(31),
      metadata: { containerNumbers: [CONTAINERS[1], CONTAINERS[2]] },
    });
    await removed(records);
    for (const number of [CONTAINERS[1], CONTAINERS[2]]) {
      const page = await records.scans.list({ port: null, limit: 9, containerNumber: number });
      expect(page.ok && page.value.items.map((scan) => scan.id)).toEqual([id]);
    }
    const others = await records.scans.list({ port: null, limit: 9, containerNumber: CONTAINERS[0] });
    expect(others).toEqual({ ok: true, value: { items: [], next: null } });
  });

  it.skipIf(!isThere)('leaves a scan alone that waits to be screened', async () => {
    const records = await open();
    const scan = { id: uuidv7(), port: 'NLRTM', receivedAt: daysAgo(31), metadata: { containerNumber: CONTAINERS[0] } };
    await records.commit.write((transaction) => insertQueuedScan(transaction, scan, '{}'));
    expect(await removed(records)).toMatchObject({ scans: 0 });
    expect(await everyText(records)).toContain(CONTAINERS[0]);
  });

  it.skipIf(!isThere)(
    'leaves no container number in any text of any table',
    async () => {
      const records = await open();
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({ numbers: fc.uniqueArray(containerNumber, { minLength: 1, maxLength: 4 }), age: fc.nat(60) }),
            { maxLength: 12 },
          ),
          async (scans) => {
            await records.db.deleteFrom('scans').execute();
            for (const { numbers, age } of scans) {
              const [first = CONTAINERS[0]] = numbers;
              const metadata =
                numbers.length === 1
                  ? { containerNumber: first, consignmentId: `for ${first}` }
                  : { containerNumbers: numbers };
              await keepTestScan(records, { receivedAt: daysAgo(age), metadata });
            }
            await removed(records);
            const text = await everyText(records);
            const kept = new Set(scans.filter(({ age }) => age <= 30).flatMap(({ numbers }) => numbers));
            for (const number of scans.flatMap(({ numbers }) => numbers)) {
              expect(text.includes(number)).toBe(kept.has(number));
            }
          },
        ),
        { numRuns: 15 },
      );
    },
    90_000,
  );

  it.skipIf(!isThere)('removes events after a week', async () => {
    const records = await open();
    await keepTestScan(records);
    expect(await removed(records, { nowMs: Date.now() + 6 * DAY_MS, retentionDays: 0 })).toMatchObject({ events: 0 });
    expect(await removed(records, { nowMs: Date.now() + 8 * DAY_MS, retentionDays: 0 })).toMatchObject({ events: 2 });
  });

  it.skipIf(!isThere)('stops between two batches, and goes on in the next run', async () => {
    const records = await open();
    for (let n = 0; n < 60; n++) await keepTestScan(records, { receivedAt: daysAgo(40) });
    let batches = 0;
    const first = await removed(records, {
      pause: async () => {
        batches++;
      },
      isStopping: () => batches > 0,
    });
    expect(first.scans).toBe(50);
    expect((await removed(records)).scans).toBe(10);
  });

  it.skipIf(!isThere)('stops between two files, and removes the others in the next run', async () => {
    const records = await open();
    for (const digit of '123') await records.pictureStore.put(digit.repeat(64), new Uint8Array(8));
    const nowMs = Date.now() + 2 * 3_600_000;
    let pauses = 0;
    const first = await removed(records, {
      nowMs,
      pause: async () => {
        pauses++;
      },
      // Once for the folder of the first file, once for that file.
      isStopping: () => pauses > 1,
    });
    expect(first.files).toBe(1);
    expect((await removed(records, { nowMs })).files).toBe(2);
  });
});
