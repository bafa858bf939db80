import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { ScanListSchema } from '../../src/api/schemas/scan-list.ts';
import { deleteScan } from '../../src/records/scans/write-scans.ts';
import { list, post, postForm } from './scan-records/send-scans.ts';
import { startTestApp, type TestApp } from './test-app.ts';

describe('GET /v1/scans/{id}', () => {
  it('gives back what was answered, pictures as addresses', async () => {
    const test = await startTestApp();
    const posted = (await post(test, '?maps=inline&images=inline')).json();
    const kept = (await test.app.inject(`/v1/scans/${posted.id}`)).json();
    expect(JSON.stringify(kept)).not.toContain('data:');
    expect(Value.Check(ScanDocumentSchema, kept)).toBe(true);
    const { anomalyMaps, ...screening } = kept.screenings[0];
    expect({ ...posted.screenings[0], anomalyMaps: undefined }).toEqual({ ...screening, anomalyMaps: undefined });
    const map = await test.app.inject(anomalyMaps.side);
    expect(map.headers['content-type']).toBe('image/png');
    expect(`data:image/png;base64,${map.rawPayload.toString('base64')}`).toBe(posted.screenings[0].anomalyMaps.side);
  });

  it('is word for word what was posted where no picture was asked for', async () => {
    const test = await startTestApp();
    for (const query of ['', '?maps=link']) {
      const posted = (await post(test, query)).json();
      expect((await test.app.inject(`/v1/scans/${posted.id}`)).json()).toEqual(posted);
    }
  });

  it('answers 404 for any other id', async () => {
    const { app } = await startTestApp();
    for (const id of ['0193a0c0-0000-7000-8000-000000000000', 'nonsense', "'%20OR%201=1"]) {
      const reply = await app.inject(`/v1/scans/${id}`);
      expect(reply.json()).toMatchObject({ status: 404, code: 'unknown-scan' });
    }
  });

  it('answers 404 for a map that was not asked for', async () => {
    const test = await startTestApp();
    const { id } = (await post(test)).json();
    const reply = await test.app.inject(`/v1/scans/${id}/screenings/first@onnx-cpu/views/side/anomaly-map.png`);
    expect(reply.json()).toMatchObject({
      status: 404,
      code: 'not-found',
      detail: expect.stringContaining('maps=link'),
    });
  });
});

describe('DELETE /v1/scans/{id}', () => {
  const remove = ({ app }: TestApp, id: string) => app.inject({ method: 'DELETE', url: `/v1/scans/${id}` });

  it('takes a scan, its maps, events and request name away, and says so in the audit trail', async () => {
    const test = await startTestApp();
    const { id } = (await post(test, '?maps=link', { 'idempotency-key': 'gate-2' })).json();
    const other = (await post(test)).json();
    expect((await remove(test, id)).statusCode).toBe(204);
    expect((await test.app.inject(`/v1/scans/${id}`)).statusCode).toBe(404);
    expect((await list(test)).items.map((scan: { id: string }) => scan.id)).toEqual([other.id]);
    const map = `/v1/scans/${id}/screenings/first@onnx-cpu/views/side/anomaly-map.png`;
    expect((await test.app.inject(map)).statusCode).toBe(404);
    const { db } = test.records;
    for (const table of ['screenings', 'pictures', 'idempotency_keys', 'events'] as const) {
      expect(await db.selectFrom(table).select('scan_id').where('scan_id', '=', id).execute()).toEqual([]);
    }
    const trail = await db.selectFrom('audit_entries').select(['action', 'subject']).execute();
    expect(trail).toContainEqual({ action: 'scan.delete', subject: id });
  });

  it('answers 404 the second time, and for a scan of another port', async () => {
    const test = await startTestApp();
    const { id } = (await post(test)).json();
    const otherPort = await test.records.commit.write((transaction) => deleteScan(transaction, id, 'DEHAM'));
    expect(otherPort).toEqual({ ok: true, value: false });
    expect((await remove(test, id)).statusCode).toBe(204);
    expect((await remove(test, id)).json()).toMatchObject({ status: 404, code: 'unknown-scan' });
  });
});

describe('GET /v1/scans', () => {
  it('lists the newest first, page by page, each once', async () => {
    const test = await startTestApp();
    const posted: string[] = [];
    for (let n = 0; n < 5; n++) posted.unshift((await post(test)).json().id);
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(test, `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(Value.Check(ScanListSchema, page)).toBe(true);
      listed.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(listed).toEqual(posted);
  });

  it('finds by container number, decision, technology and time', async () => {
    const test = await startTestApp();
    const mine = (await postForm(test, { containerNumber: 'CSQU3054383' })).json();
    const two = (await postForm(test, { containerNumbers: ['MWCU6059784', 'CSQU3054383'] })).json();
    const asked = (await post(test, '?technology=second@onnx-cpu')).json();
    const idsOf = async (query: string) => (await list(test, query)).items.map(({ id }: { id: string }) => id);
    expect(await idsOf('?containerNumber=CSQU3054383')).toEqual([two.id, mine.id]);
    expect(await idsOf('?containerNumber=csqu305438-3')).toEqual([two.id, mine.id]);
    expect(await idsOf('?technology=second@onnx-cpu')).toEqual([asked.id]);
    // The fake's first technology always alarms; `second` was asked for and is not the champion.
    expect(await idsOf('?decision=alarm')).toEqual([two.id, mine.id]);
    expect(await idsOf('?decision=alarm&technology=second@onnx-cpu')).toEqual([asked.id]);
    expect(await idsOf('?decision=clear')).toEqual([]);
    expect(await idsOf(`?from=${encodeURIComponent(two.receivedAt)}`)).toContain(two.id);
    expect(await idsOf(`?to=${encodeURIComponent(mine.receivedAt)}`)).toEqual([]);
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?decision=maybe',
    '?from=yesterday',
    '?cursor=x',
    '?containerNumber=CSQU3054384',
    '?sort=id',
  ])('refuses %s', async (query) => {
    const { app } = await startTestApp();
    expect((await app.inject(`/v1/scans${query}`)).json()).toMatchObject({ status: 400, code: 'malformed-request' });
  });
});
