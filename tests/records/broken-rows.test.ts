import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/failure.ts';
import { addWebhook, readWebhooks } from '../../src/records/events/webhook-records.ts';
import { recordInspections } from '../../src/records/inspections/inspections.ts';
import type { Records } from '../../src/records/open-records.ts';
import { failureOf, valueFrom } from '../fixtures/value-from.ts';
import { DATABASES } from './databases.ts';
import { keepTestScan } from './kept-scans.ts';
import { openTestRecords } from './test-records.ts';

const AT = { at: new Date('2026-03-02T09:00:00Z'), by: null };
const THREAT = {
  outcome: 'threat',
  selectedBy: 'random',
  category: null,
  boxes: [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }],
  inspectedAt: '2026-03-01T10:00:00.000Z',
} as const;

function inspect(records: Records, scanId: string) {
  return records.commit.write((transaction) => recordInspections(transaction, [{ scanId, inspection: THREAT }], AT));
}

async function breakBoxes(records: Records, scanId: string, boxes: string): Promise<void> {
  valueFrom(await inspect(records, scanId));
  await records.db.updateTable('inspections').set({ boxes }).where('scan_id', '=', scanId).execute();
}

function messageOf(outcome: Outcome<unknown>): string {
  expect(outcome).toMatchObject({ failure: { code: 'records-unavailable' } });
  return failureOf(outcome);
}

describe.each(DATABASES)('a row in $kind that is not as Scanbench writes it', ({ isThere, create }) => {
  const open = async () => openTestRecords(await create());

  it.skipIf(!isThere).each([
    ['[{"view":"side"', 'it is no JSON'],
    ['{}', 'it must be a list'],
    ['[{"view":"side","box":{"x":"1","y":2,"width":3,"height":4}}]', '0.box.x must be a number'],
  ])('is named with what is wrong and the way out: boxes %s', async (boxes, why) => {
    const records = await open();
    const { id } = await keepTestScan(records);
    await breakBoxes(records, id, boxes);
    const message =
      `The records are damaged at the boxes of the inspection 1 of the scan ${id} (${why}): ` +
      `restore them from a backup, or delete that scan (DELETE /v1/scans/${id}).`;
    expect(messageOf(await records.inspections.versions(id, null))).toBe(message);
    expect(messageOf(await inspect(records, id))).toBe(message);
  });

  it.skipIf(!isThere)('fails the change that reads it, and none of those that are written with it', async () => {
    const records = await open();
    const [broken, whole] = [await keepTestScan(records), await keepTestScan(records)];
    await breakBoxes(records, broken.id, '7');
    // The first is on its way alone; the others are one group.
    const [, failed, written] = await Promise.all([
      records.commit.write(async () => null),
      inspect(records, broken.id),
      inspect(records, whole.id),
    ]);
    expect(messageOf(failed)).toContain(broken.id);
    expect(written).toEqual({ ok: true, value: ['recorded'] });
    expect(valueFrom(await records.inspections.current([whole.id]))).toHaveLength(1);
  });

  it.skipIf(!isThere)('stops neither what does not read it nor lists of other rows', async () => {
    const records = await open();
    const { id } = await keepTestScan(records);
    await records.db.updateTable('scans').set({ views: '[{}]' }).where('id', '=', id).execute();
    expect(messageOf(await records.passages.find(id, null))).toContain(
      `the views of the scan ${id} (0 lacks name, widthPx, heightPx)`,
    );
    expect(valueFrom(await records.scans.find(id, null))).not.toBeNull();
  });

  it.skipIf(!isThere)('is named where it is of a set of decisions, or of a webhook', async () => {
    const records = await open();
    await keepTestScan(records);
    await records.db.updateTable('decision_sets').set({ decisions: '[["first","maybe","champion"]]' }).execute();
    const compared = await records.comparisons.decisions({ port: null, from: 0, to: Date.now() + 1000 }, null);
    expect(messageOf(compared)).toContain('the set of decisions 1');
    const webhook = { url: 'https://port.example', port: null, types: [], secret: 's' };
    const id = valueFrom(await records.commit.write((transaction) => addWebhook(transaction, webhook, 1)));
    await records.db.updateTable('webhooks').set({ types: '"all"' }).execute();
    const read = await records.gate.attempt(() => readWebhooks(records.db));
    expect(messageOf(read)).toContain(`scanbench webhooks remove ${id}`);
  });
});
