import { describe, expect, it } from 'vitest';
import { keepTestScan } from '../../records/kept-scans.ts';
import { startTestApp } from '../test-app.ts';
import { makeTestKey } from '../test-keys.ts';
import { enough, type Heard, hear, startedApp } from './hear-events.ts';

const decisionsOf = (events: readonly Heard[] | null) => events?.map(({ data }) => data['decision']);

describe('GET /v1/events for who comes back', () => {
  it('goes on after Last-Event-ID, each event once', async () => {
    const { url, records } = await startedApp();
    const first = await hear(url);
    await keepTestScan(records);
    const [one, two] = (await first.until(enough(2))) ?? [];
    first.leave();
    await keepTestScan(records);
    await keepTestScan(records);
    const later = await hear(url, { 'last-event-id': one?.id ?? '' });
    const events = (await later.until(enough(5))) ?? [];
    expect(events[0]).toEqual(two);
    expect(decisionsOf(events)).toEqual(['clear', 'alarm', 'clear', 'alarm', 'clear']);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
  });

  it('gives who was told nothing yet an id to come back to, that of a foreign event never', async () => {
    const { url, records } = await startedApp();
    await keepTestScan(records, { port: 'NLRTM' });
    const [, own] = await records.db.selectFrom('events').select('id').orderBy('seq').execute();
    await keepTestScan(records, { port: 'DEHAM' });
    const { headers } = await makeTestKey(records, { port: 'NLRTM' });
    const listener = await hear(url, headers);
    const begun = await listener.beginning();
    listener.leave();
    expect(begun).toBe(`retry: 3000\nid: ${own?.id}\n\n`);
    await keepTestScan(records, { port: 'DEHAM' });
    const { id: missed } = await keepTestScan(records, { port: 'NLRTM' });
    const back = await hear(url, { ...headers, 'last-event-id': own?.id ?? '' });
    expect((await back.until(enough(2)))?.map(({ data }) => data['scanId'])).toEqual([missed, missed]);
  });

  it('tells who came before the first event all of them later, with a gap, because some may be gone', async () => {
    const { url, records } = await startedApp();
    const listener = await hear(url);
    const begun = await listener.beginning();
    listener.leave();
    await keepTestScan(records);
    const back = await hear(url, { 'last-event-id': /^id: (.*)$/m.exec(begun)?.[1] ?? '' });
    expect((await back.until(enough(3)))?.map(({ event }) => event)).toEqual([
      'gap',
      'screening.finished',
      'screening.finished',
    ]);
  });

  it('says that there is a gap where the last event is no longer kept', async () => {
    const { url, records } = await startedApp();
    const { id } = await keepTestScan(records);
    const gone = await records.db.selectFrom('events').select('id').where('scan_id', '=', id).execute();
    await records.db.deleteFrom('events').where('scan_id', '=', id).execute();
    await keepTestScan(records);
    const listener = await hear(url, { 'last-event-id': gone[0]?.id ?? '' });
    expect((await listener.until(enough(3)))?.map(({ event }) => event)).toEqual([
      'gap',
      'screening.finished',
      'screening.finished',
    ]);
  });

  it('refuses a Last-Event-ID that is none', async () => {
    const { app } = await startTestApp();
    const reply = await app.inject({ url: '/v1/events', headers: { 'last-event-id': '17' } });
    expect(reply.json()).toMatchObject({ status: 400, code: 'malformed-request' });
  });
});
