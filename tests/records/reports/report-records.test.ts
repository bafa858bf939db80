import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../src/domain/failure.ts';
import type { Records } from '../../../src/records/open-records.ts';
import { beginReport, deleteReport, endReport, insertReport } from '../../../src/records/reports/report-records.ts';
import { SUMMARY } from '../../api/fake-report-runner.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { DATABASES } from '../databases.ts';
import { openTestRecords } from '../test-records.ts';

async function add({ commit }: Records, port: string, limit = 100): Promise<string | null> {
  const report = { id: uuidv7(), port, created_at: 1_700_000_000_000, plan: 'default', request: '{"plan":"default"}' };
  const added = await commit.write((transaction) => insertReport(transaction, report, limit));
  return valueFrom(added) ? report.id : null;
}

describe.each(DATABASES)('reports in $kind', ({ isThere, create }) => {
  const test = it.skipIf(!isThere);

  test('go from the queue to an end once, the oldest first', async () => {
    const records = await openTestRecords(await create());
    const [first, second] = [await add(records, ''), await add(records, '')];
    const write = records.commit.write;
    expect(valueFrom(await records.reports.next())?.id).toBe(first);
    expect(valueFrom(await write((tx) => endReport(tx, first ?? '', succeed(SUMMARY), 3)))).toBe(false);
    expect(valueFrom(await write((tx) => beginReport(tx, first ?? '', 2)))).toBe(true);
    expect(valueFrom(await write((tx) => beginReport(tx, first ?? '', 2)))).toBe(false);
    expect(valueFrom(await records.reports.next())?.id).toBe(second);
    expect(valueFrom(await write((tx) => endReport(tx, first ?? '', succeed(SUMMARY), 3)))).toBe(true);
    await write((tx) => endReport(tx, first ?? '', fail('draining', 'too late'), 4));
    const found = valueFrom(await records.reports.find(first ?? '', null));
    expect(found).toMatchObject({ state: 'finished', started_at: 2, ended_at: 3, failure: null });
    expect(JSON.parse(found?.summary ?? '')).toEqual(SUMMARY);
  });

  test('are found, listed and removed within their port', async () => {
    const records = await openTestRecords(await create());
    const [ours, theirs] = [await add(records, 'NLRTM'), await add(records, 'DEHAM')];
    const listed = async (port: string | null) =>
      valueFrom(await records.reports.list({ port, limit: 9 })).items.map(({ id }) => id);
    expect(await listed('NLRTM')).toEqual([ours]);
    expect(await listed(null)).toEqual([theirs, ours]);
    expect(valueFrom(await records.reports.find(theirs ?? '', 'NLRTM'))).toBeNull();
    const remove = (port: string | null) => records.commit.write((tx) => deleteReport(tx, theirs ?? '', port));
    expect(valueFrom(await remove('NLRTM'))).toBe(false);
    expect(valueFrom(await remove('DEHAM'))).toBe(true);
    expect(await listed(null)).toEqual([ours]);
  });

  test('do not wait in a queue that is full', async () => {
    const records = await openTestRecords(await create());
    expect(await add(records, '', 2)).not.toBeNull();
    expect(await add(records, '', 2)).not.toBeNull();
    expect(await add(records, '', 2)).toBeNull();
  });
});
