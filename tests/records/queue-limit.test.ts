import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepQueuedScan } from '../../src/api/queued-scans/keep-queued-scan.ts';
import { openRecords, type Records } from '../../src/records/open-records.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { DATABASES } from './databases.ts';

async function open(options: Parameters<typeof openRecords>[0]): Promise<Records> {
  const records = valueFrom(await openRecords(options));
  onTestFinished(() => records.close());
  return records;
}

async function queue(records: Records, limit: number) {
  const kept = await keepQueuedScan(records, {
    whyUnwanted: () => null,
    scan: { id: uuidv7(), port: '', receivedAt: new Date(), metadata: {} },
    files: [{ view: 'side', energy: null, declaredType: 'image/png', bytes: new Uint8Array([1, 2, 3]) }],
    request: { technologies: ['a@onnx-cpu'], maps: 'none' },
    named: null,
    limit,
  });
  return valueFrom(kept);
}

describe.each(DATABASES)('scans that are to wait in $kind', ({ isThere, createFile }) => {
  it.skipIf(!isThere)('are no more than may, however many come at once, also to two processes', async () => {
    const [databaseUrl, dataDir] = [await createFile(), await temporaryFolder()];
    const first = await open({ databaseUrl, dataDir, serves: true });
    const second = await open({ databaseUrl, dataDir, serves: 'member' });
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, scan) => queue(scan % 2 ? first : second, 5)));
    expect(outcomes.filter((outcome) => outcome === 'queued')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'queue-full')).toHaveLength(7);
    expect(valueFrom(await first.queue.length())).toBe(5);
    expect(await first.db.selectFrom('pictures').select('scan_id').execute()).toHaveLength(5);
  });
});
