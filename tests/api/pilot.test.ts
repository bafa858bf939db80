import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { fail, succeed } from '../../src/domain/failure.ts';
import type { Records } from '../../src/records/open-records.ts';
import { createSignal } from '../fixtures/signal.ts';
import { createFakeScreener, OVERLOADED, resultOf, TECHNOLOGIES, UNREADABLE } from './fake-screener.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const [FIRST, SECOND] = ['first@onnx-cpu', 'second@onnx-cpu'];

function post({ app }: TestApp, query = '', headers: Record<string, string> = {}) {
  const url = `/v1/scans${query}`;
  return app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'image/png', ...headers },
    payload: 'a picture',
  });
}

const LATER = { prefer: 'respond-async' };

const screeningsIn = ({ db }: Records) =>
  db.selectFrom('screenings').select(['technology', 'role']).orderBy('role').execute();

const metricIn = async ({ app }: TestApp, name: string) => {
  const line = (await app.inject('/metrics')).body.split('\n').find((text) => text.startsWith(name));
  return Number(line?.split(' ').at(-1));
};

describe('challengers', () => {
  it('screen what the champion answered, and do not show in the answer', async () => {
    const test = await startTestApp({ challengers: [SECOND] });
    const { id, screenings } = (await post(test)).json();
    expect(screenings.map(({ technology }: { technology: string }) => technology)).toEqual([FIRST]);
    await expect
      .poll(() => screeningsIn(test.records))
      .toEqual([
        { technology: SECOND, role: 'challenger' },
        { technology: FIRST, role: 'champion' },
      ]);
    const kept = (await test.app.inject(`/v1/scans/${id}`)).json();
    expect(kept.screenings).toHaveLength(1);
    expect(test.screener.jobs.map(({ technologies }) => technologies)).toEqual([[FIRST], [SECOND]]);
    // The very bytes that the champion saw.
    expect(test.screener.jobs.map(({ files }) => Buffer.from(files[0]?.bytes ?? []).toString())).toEqual([
      'a picture',
      'a picture',
    ]);
    await expect.poll(() => test.screener.permits).toEqual({ taken: 2, released: 2 });
  });

  it('are dropped and counted when there is no place, and the scan is answered all the same', async () => {
    const test = await startTestApp({ challengers: [SECOND] });
    const { admit } = test.screener;
    test.screener.admit = (options) => (options.priority === 'challenger' ? OVERLOADED : admit(options));
    expect((await post(test)).statusCode).toBe(201);
    expect(await metricIn(test, `scanbench_challengers_dropped_total{technology="${SECOND}"}`)).toBe(1);
    expect(await screeningsIn(test.records)).toEqual([{ technology: FIRST, role: 'champion' }]);
  });

  it('that cannot screen now, or were asked for anyway, are left out', async () => {
    const test = await startTestApp({ challengers: [SECOND, 'broken@onnx-cpu'] });
    await post(test, `?technology=${FIRST}&technology=${SECOND}`);
    await test.app.close();
    expect(test.screener.jobs).toHaveLength(1);
  });
});

describe('/v1/lineup', () => {
  const put = ({ app }: TestApp, payload: object) => app.inject({ method: 'PUT', url: '/v1/lineup', payload });

  it('changes who screens from the answer on, and remembers every change', async () => {
    const test = await startTestApp();
    expect((await test.app.inject('/v1/lineup')).json()).toEqual({
      champion: null,
      challengers: [],
      screensNow: FIRST,
      history: [],
    });
    const changed = await put(test, { champion: SECOND, challengers: [FIRST] });
    expect(changed.json()).toMatchObject({
      champion: SECOND,
      screensNow: SECOND,
      history: [{ champion: SECOND, challengers: [FIRST] }],
    });
    expect((await post(test)).json().screenings[0].technology).toBe(SECOND);
    await put(test, { champion: null, challengers: [] });
    expect((await test.app.inject('/v1/lineup')).json().history).toHaveLength(2);
    expect((await post(test)).json().screenings[0].technology).toBe(FIRST);
  });

  it.each([
    ['answered', {}],
    ['screened later', LATER],
  ])(
    'leaves who decided a scan as it was when it came, also where it is %s after the change',
    async (_when, headers) => {
      const test = await startTestApp();
      const { answer } = test.screener;
      const changed = createSignal();
      test.screener.answer = async (job, options) => {
        await changed.given;
        return answer(job, options);
      };
      const posted = [post(test, '', headers), post(test, `?technology=${SECOND}`, headers)];
      await expect.poll(() => test.screener.jobs.length).toBe(2);
      await put(test, { champion: SECOND, challengers: [] });
      changed.give();
      await Promise.all(posted);
      await expect
        .poll(() => screeningsIn(test.records))
        .toEqual([
          { technology: SECOND, role: 'asked' },
          { technology: FIRST, role: 'champion' },
        ]);
    },
  );

  it('tells a technology that is not there from one that cannot screen now', async () => {
    const test = await startTestApp();
    const detail = async (champion: string) => (await put(test, { champion, challengers: [] })).json().detail;
    expect(await detail('third@onnx-cpu')).toMatch(
      /^The technology "third@onnx-cpu" is not known\. Known are: .*first/,
    );
    expect(await detail('broken@onnx-cpu')).toMatch(
      /^The technology "broken@onnx-cpu" cannot screen now\. its weights/,
    );
  });

  it.each([
    ['a technology that is not there', { champion: 'third@onnx-cpu', challengers: [] }, 404, 'unknown-technology'],
    ['one that cannot screen', { champion: null, challengers: ['broken@onnx-cpu'] }, 404, 'unknown-technology'],
    ['one that is named twice', { champion: FIRST, challengers: [FIRST] }, 400, 'malformed-request'],
    ['a field that is not known', { champion: null, challengers: [], challenger: [] }, 400, 'malformed-request'],
    ['no champion at all', { challengers: [] }, 400, 'malformed-request'],
  ])('refuses %s', async (_what, payload, status, code) => {
    const test = await startTestApp();
    expect((await put(test, payload)).json()).toMatchObject({ status, code });
    expect((await test.app.inject('/v1/lineup')).json().history).toEqual([]);
  });
});

describe('Prefer: respond-async', () => {
  const stateOf = async ({ app }: TestApp, address: string) => (await app.inject(address)).json();

  it('answers 202 with an address, where the answer comes', async () => {
    const test = await startTestApp({ challengers: [SECOND] });
    const accepted = await post(test, '?maps=link', LATER);
    expect(accepted.statusCode).toBe(202);
    expect(accepted.headers['preference-applied']).toBe('respond-async');
    expect(Value.Errors(ScanDocumentSchema, accepted.json())).toEqual([]);
    expect(accepted.json()).toMatchObject({ state: 'queued', screenings: [] });
    const address = accepted.headers['location'] ?? '';
    await expect.poll(async () => (await stateOf(test, address)).state).toBe('screened');
    const document = await stateOf(test, address);
    expect(Value.Errors(ScanDocumentSchema, document)).toEqual([]);
    expect(document.screenings[0].technology).toBe(FIRST);
    expect((await test.app.inject(document.screenings[0].anomalyMaps.side)).statusCode).toBe(200);
    await expect.poll(async () => (await screeningsIn(test.records)).length).toBe(2);
    await expect.poll(() => test.screener.permits).toEqual({ taken: 3, released: 3 });
  });

  it('waits on record while the models warm up, and is screened then', async () => {
    const screener = createFakeScreener(TECHNOLOGIES);
    screener.isReadyNow = false;
    const test = await startTestApp({}, screener);
    const address = (await post(test, '', LATER)).headers['location'] ?? '';
    expect((await stateOf(test, address)).state).toBe('queued');
    screener.isReadyNow = true;
    await expect.poll(async () => (await stateOf(test, address)).state, { timeout: 5000 }).toBe('screened');
  });

  it('takes no more places than there are threads: the others are for who waits at the gate', async () => {
    const screener = createFakeScreener(TECHNOLOGIES);
    screener.isReadyNow = false;
    const finish: (() => void)[] = [];
    screener.answer = (job) =>
      new Promise((resolve) => finish.push(() => resolve(succeed({ result: resultOf(job), queueMs: 0 }))));
    const test = await startTestApp({}, screener);
    const addresses: string[] = [];
    for (let n = 0; n < 5; n++) addresses.push((await post(test, '', LATER)).headers['location'] ?? '');
    screener.isReadyNow = true;

    for (let screened = 0; screened < 5; screened += 1) {
      await expect.poll(() => finish.length, { timeout: 5000 }).toBeGreaterThan(0);
      expect(screener.state().inFlight.live).toBeLessThanOrEqual(2);
      finish.shift()?.();
    }
    for (const address of addresses)
      await expect.poll(async () => (await stateOf(test, address)).state).toBe('screened');
  });

  it('says why a scan cannot be screened, and keeps it', async () => {
    const test = await startTestApp();
    test.screener.answer = async () => UNREADABLE;
    const address = (await post(test, '', LATER)).headers['location'] ?? '';
    await expect.poll(async () => (await stateOf(test, address)).state).toBe('failed');
    const document = await stateOf(test, address);
    expect(document.failure.code).toBe('unreadable-scan');
    expect(Value.Errors(ScanDocumentSchema, document)).toEqual([]);
  });

  it('tries again after a passing failure, but not for ever', async () => {
    const test = await startTestApp();
    test.screener.answer = async () => fail('runtime-failed', 'The thread died.');
    const address = (await post(test, '', LATER)).headers['location'] ?? '';
    await expect.poll(async () => (await stateOf(test, address)).state, { timeout: 20_000 }).toBe('failed');
    expect(test.screener.jobs).toHaveLength(10);
    expect((await stateOf(test, address)).failure.message).toContain('10 times');
  }, 30_000);

  it('refuses more than may wait', async () => {
    const screener = createFakeScreener();
    screener.isReadyNow = false;
    const test = await startTestApp({ asyncLimit: 1 }, screener);
    expect((await post(test, '', LATER)).statusCode).toBe(202);
    expect((await post(test, '', LATER)).json()).toMatchObject({ status: 503, code: 'overloaded' });
  });

  it('refuses more than may wait also where they come at the same time', async () => {
    const screener = createFakeScreener();
    screener.isReadyNow = false;
    const test = await startTestApp({ asyncLimit: 2 }, screener);
    const replies = await Promise.all(Array.from({ length: 6 }, () => post(test, '', LATER)));
    const statuses = replies.map(({ statusCode }) => statusCode);
    expect(statuses.toSorted()).toEqual([202, 202, 503, 503, 503, 503]);
    expect(replies.find(({ statusCode }) => statusCode === 503)?.json()).toMatchObject({ code: 'overloaded' });
    expect(await test.records.queue.length()).toEqual({ ok: true, value: 2 });
    expect(screener.permits.released).toBe(screener.permits.taken);
  });

  it('answers a retry with the same scan', async () => {
    const test = await startTestApp();
    const headers = { ...LATER, 'idempotency-key': 'one' };
    const first = await post(test, '', headers);
    const again = await post(test, '', headers);
    expect(again.headers['location']).toBe(first.headers['location']);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });
});
