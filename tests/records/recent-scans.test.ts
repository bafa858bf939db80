import { describe, expect, it } from 'vitest';
import type { ScanDocument } from '../../src/domain/scan.ts';
import { createRecentScans } from '../../src/records/recent-scans.ts';

const document = (id: string, laneId = '7'): ScanDocument => ({
  id,
  receivedAt: '2026-03-01T08:15:00.000Z',
  metadata: { laneId },
  views: [],
  screenings: [],
});
const byteCountOf = (scan: ScanDocument) => Buffer.byteLength(JSON.stringify(scan));

describe('recent scans', () => {
  it('are found by id as they were kept, and nothing else is', () => {
    const scans = createRecentScans({ maxCount: 2, maxBytes: 10_000 });
    scans.keep(document('a'));
    expect(JSON.parse(scans.find('a') ?? '')).toEqual(document('a'));
    expect(scans.find('b')).toBeNull();
    expect(scans.find('__proto__')).toBeNull();
  });

  it('make the oldest go when there are too many', () => {
    const scans = createRecentScans({ maxCount: 2, maxBytes: 10_000 });
    for (const id of ['a', 'b', 'c']) scans.keep(document(id));
    expect([scans.find('a'), scans.find('b') !== null, scans.find('c') !== null]).toEqual([null, true, true]);
  });

  it('make the oldest go when they hold too many bytes, counted as UTF-8', () => {
    const long = 'ø'.repeat(50);
    const scans = createRecentScans({ maxCount: 100, maxBytes: 2 * byteCountOf(document('a', long)) });
    for (const id of ['a', 'b', 'c']) scans.keep(document(id, long));
    expect([scans.find('a'), scans.find('b') !== null, scans.find('c') !== null]).toEqual([null, true, true]);
  });

  it('keep nothing of a scan that is too large by itself, and go on', () => {
    const scans = createRecentScans({ maxCount: 10, maxBytes: byteCountOf(document('a')) });
    scans.keep(document('b', 'x'.repeat(100)));
    expect(scans.find('b')).toBeNull();
    scans.keep(document('a'));
    expect(scans.find('a')).not.toBeNull();
  });
});
