import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { ScanListSchema } from '../../src/api/schemas/scan-list.ts';
import { deleteScan } from '../../src/records/scans/write-scans.ts';
import { createSignal } from '../fixtures/signal.ts';
import { isOnPostgres } from './api-database.ts';
import { UNREADABLE } from './fake-screener.ts';
import { startTestApp, type TestApp } from './test-app.ts';

function post({ app }: TestApp, query = '', headers: Record<string, string> = {}, body = 'a picture') {
  return app.inject({
    method: 'POST',
    url: `/v1/scans${query}`,
    headers: { 'content-type': 'image/png', ...headers },
    payload: body,
  });
}

const form = (metadata: object, picture = 'a picture', boundary = 'b') => ({
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  payload:
    `--${boundary}\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n${JSON.stringify(metadata)}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="side"; filename="x"\r\n\r\n${picture}\r\n--${boundary}--\r\n`,
});

function postForm(
  { app }: TestApp,
  metadata: object,
  headers: Record<string, string> = {},
  boundary = 'b',
  picture = 'a picture',
) {
  const { headers: own, payload } = form(metadata, picture, boundary);
  return app.inject({ method: 'POST', url: '/v1/scans', headers: { ...own, ...headers }, payload });
}

const list = async ({ app }: TestApp, query = '') => (await app.inject(`/v1/scans${query}`)).json();

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

// SQLite answers from this very process: it is never silent.
describe.skipIf(!isOnPostgres)('while the database does not answer', () => {
  it.each([
    ['a scan', 'wait=1'],
    ['one that is to be screened later', 'respond-async, wait=1'],
  ])(
    '%s is answered when its deadline has passed, with the cause, and not put on record afterwards',
    async (_, prefer) => {
      const test = await startTestApp();
      const silence = createSignal();
      const held = test.records.commit.write(() => silence.given);
      const reply = await post(test, '', { prefer });
      expect(reply.json()).toMatchObject({
        status: 504,
        code: 'deadline-passed',
        detail: expect.stringContaining('the records have not answered'),
      });
      silence.give();
      await held;
      await expect.poll(() => test.screener.permits).toEqual({ taken: 1, released: 1 });
      expect((await test.app.inject('/v1/scans')).json().items).toEqual([]);
    },
  );
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'gate-2-0001' };

  it('answers a retry with the first answer, and screens once', async () => {
    const test = await startTestApp();
    const first = await post(test, '?maps=inline', key);
    const again = await post(test, '?maps=inline', key);
    expect(again.statusCode).toBe(201);
    expect(again.body).toBe(first.body);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);
    expect(test.screener.jobs).toHaveLength(1);
  });

  it('makes two tries at once one scan', async () => {
    const test = await startTestApp();
    const replies = await Promise.all([post(test, '', key), post(test, '', key), post(test, '', key)]);
    expect(new Set(replies.map((reply) => reply.json().id)).size).toBe(1);
    expect(test.screener.jobs).toHaveLength(1);
  });

  it('waits for the first try no longer than the retry itself asks for', async () => {
    const test = await startTestApp();
    const { answer } = test.screener;
    let letAnswer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      letAnswer = resolve;
    });
    test.screener.answer = async (...job) => {
      await mayAnswer;
      return answer(...job);
    };
    const first = post(test, '', key);
    await expect.poll(() => test.screener.jobs.length).toBe(1);
    for (const prefer of ['wait=1', 'respond-async, wait=1']) {
      const retry = await post(test, '', { ...key, prefer });
      expect(retry.json()).toMatchObject({
        status: 504,
        code: 'deadline-passed',
        detail: expect.stringContaining('within 1000 ms'),
      });
      expect(retry.headers['preference-applied']).toBe('wait=1');
    }
    const patient = post(test, '', { ...key, prefer: 'wait=600' });
    letAnswer();
    expect((await patient).json()).toEqual((await first).json());
    expect(test.screener.jobs).toHaveLength(1);
    expect(test.screener.permits).toEqual({ taken: 4, released: 4 });
  });

  it('knows a form again whose boundary is new', async () => {
    const test = await startTestApp();
    const first = await postForm(test, { laneId: '7' }, key, 'one');
    expect((await postForm(test, { laneId: '7' }, key, 'two')).json()).toEqual(first.json());
  });

  it.each([
    ['another picture', { laneId: '7' }, 'another'],
    ['other metadata', { laneId: '8' }, 'a picture'],
  ])('answers conflict to %s under the same key', async (_what, metadata, picture) => {
    const test = await startTestApp();
    await postForm(test, { laneId: '7' }, key);
    expect((await postForm(test, metadata, key, 'b', picture)).json()).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('screens again after a failure, which was no answer', async () => {
    const test = await startTestApp();
    const answer = test.screener.answer;
    test.screener.answer = async () => UNREADABLE;
    expect((await post(test, '', key)).statusCode).toBe(422);
    test.screener.answer = answer;
    expect((await post(test, '', key)).statusCode).toBe(201);
  });

  it('without one, the same bytes are a new scan', async () => {
    const test = await startTestApp();
    const ids = [(await post(test)).json().id, (await post(test)).json().id];
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['spaces', { 'idempotency-key': 'a b' }, ''],
    ['more than 255 characters', { 'idempotency-key': 'x'.repeat(256) }, ''],
    ['pictures that are not kept', key, '?images=inline'],
  ])('is refused with %s', async (_what, headers, query) => {
    const test = await startTestApp();
    expect((await post(test, query, headers)).json()).toMatchObject({ status: 400, code: 'malformed-request' });
  });
});

describe('a scan whose deadline passes while it is put on record', () => {
  it('is not kept and not announced, so that who sends it again has it once', async () => {
    const test = await startTestApp();
    const { commit, db } = test.records;
    const [held, released] = [createSignal(), createSignal()];
    const { answer } = test.screener;
    test.screener.answer = async (job, options) => {
      // Another process that writes for longer than anybody waits does the same.
      void commit.write(async () => {
        held.give();
        await released.given;
      });
      await held.given;
      return answer(job, options);
    };
    const late = await post(test, '', { prefer: 'wait=1' });
    expect(late.json()).toMatchObject({ status: 504, code: 'deadline-passed' });
    test.screener.answer = answer;
    released.give();
    await commit.whenIdle();
    expect((await list(test)).items).toEqual([]);
    expect(await db.selectFrom('events').selectAll().execute()).toEqual([]);
    expect((await post(test)).statusCode).toBe(201);
    expect((await list(test)).items).toHaveLength(1);
    await expect.poll(() => test.screener.permits).toEqual({ taken: 2, released: 2 });
  });
});

describe('records that cannot be written', () => {
  it('answer records-unavailable, and the next scan is taken', async () => {
    const test = await startTestApp();
    const { pictureStore } = test.records;
    const put = pictureStore.put;
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    pictureStore.put = async () => Promise.reject(full);
    const refused = await post(test);
    expect(refused.json()).toMatchObject({
      status: 503,
      code: 'records-unavailable',
      detail: expect.stringContaining('disk is full'),
    });
    expect(refused.headers['retry-after']).toBe('1');
    pictureStore.put = put;
    expect((await post(test)).statusCode).toBe(201);
    expect((await list(test)).items).toHaveLength(1);
    expect(test.screener.permits).toEqual({ taken: 2, released: 2 });
  });
});
