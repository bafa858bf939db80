import { describe, expect, it } from 'vitest';
import { fillPilot, TECHNOLOGIES } from '../../bench/pilot-queries/fill-pilot.ts';
import { DATABASES } from './databases.ts';
import { openTestRecords } from './test-records.ts';

const [CHAMPION] = TECHNOLOGIES;

describe.each(DATABASES)('latencies in $kind', ({ isThere, create }) => {
  it.skipIf(!isThere)('have the quantiles of the sorted list, at one port and over all, however many', async () => {
    const records = await openTestRecords(await create());
    await fillPilot(records, 301);
    const screenings = await records.db
      .selectFrom('screenings')
      .selectAll()
      .where('technology', '=', CHAMPION)
      .execute();
    const expected = (port: string | null) => {
      const own = screenings.filter((screening) => port === null || screening.port === port);
      const sorted = own.map(({ total_ms }) => total_ms).toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
      return { ok: true, value: { n: sorted.length, p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99) } };
    };
    for (const port of [null, 'NLRTM']) {
      expect(await records.comparisons.latency(CHAMPION, { port })).toEqual(expected(port));
    }
    expect(await records.comparisons.latency('nobody', { port: null })).toEqual({ ok: true, value: null });
    expect(await records.comparisons.latency(CHAMPION, { port: 'XXXXX' })).toEqual({ ok: true, value: null });
    // Without keys, senders name the ports.
    await records.db
      .updateTable('screenings')
      .set(({ ref }) => ({ port: ref('scan_id') }))
      .execute();
    expect(await records.comparisons.latency(CHAMPION, { port: null })).toEqual(expected(null));
  });
});
