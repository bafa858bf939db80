import { afterEach, describe, expect, it, vi } from 'vitest';
import { listKeys } from '../../src/records/access/key-records.ts';
import { CLOCK_STEPS, DAY_MS, HOUR_MS, stepClock } from '../fixtures/step-clock.ts';
import { createFakeScreener, OVERLOADED } from './fake-screener.ts';
import { startTestApp } from './test-app.ts';
import { makeTestKey } from './test-keys.ts';

const SCAN = {
  method: 'POST',
  url: '/v1/scans',
  headers: { 'content-type': 'image/png' },
  payload: 'picture',
} as const;

afterEach(() => {
  vi.useRealTimers();
});

describe.each(CLOCK_STEPS)('the service on a clock that is set $step', ({ stepMs }) => {
  it('answers a scan within its deadline, with times that passed', async () => {
    const screener = createFakeScreener();
    const { answer } = screener;
    screener.answer = (...job) => {
      stepClock(stepMs);
      return answer(...job);
    };
    const { app } = await startTestApp({}, screener);
    const reply = await app.inject(SCAN);
    expect(reply.statusCode).toBe(201);
    const { receivedAt, screenings } = reply.json();
    expect(screenings[0].timings.totalMs).toBeLessThan(30_000);
    expect((await app.inject(`/v1/scans/${reply.json().id}`)).json().receivedAt).toBe(receivedAt);
  });

  it('asks whom it refuses to come again after as long as before', async () => {
    const screener = createFakeScreener();
    screener.refusal = OVERLOADED;
    const { app } = await startTestApp({}, screener);
    const before = (await app.inject(SCAN)).headers['retry-after'];
    stepClock(stepMs);
    expect((await app.inject(SCAN)).headers['retry-after']).toBe(before);
  });

  it('answers a retry with the first answer, and gives the scans in their order', async () => {
    const { app } = await startTestApp();
    const named = { ...SCAN, headers: { ...SCAN.headers, 'idempotency-key': 'gate-1' } };
    const first = await app.inject(named);
    stepClock(stepMs);
    const retry = await app.inject(named);
    expect([retry.statusCode, retry.json().id]).toEqual([201, first.json().id]);
    const second = await app.inject(SCAN);
    const listed = (await app.inject('/v1/scans')).json().items.map(({ id }: { readonly id: string }) => id);
    expect(listed).toEqual([second.json().id, first.json().id]);
  });

  it('lets a key send as often as before', async () => {
    const { app, records } = await startTestApp({ requestsPerMinute: 2 });
    const { headers } = await makeTestKey(records);
    const ask = async () => (await app.inject({ url: '/v1/scans', headers })).statusCode;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
    stepClock(stepMs);
    expect(await ask()).toBe(429);
  });

  it('writes the use of a key down once an hour', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const { app, records } = await startTestApp();
    const { headers } = await makeTestKey(records);
    const use = () => app.inject({ url: '/v1/scans', headers });
    const usedAt = async () => (await listKeys(records.db))[0]?.lastUsedAt;
    // No request waits for it to be written down.
    const isWritten = (at: number) => vi.waitFor(async () => expect(await usedAt()).toBe(at), { timeout: 10_000 });
    const first = Date.now();
    await use();
    await isWritten(first);
    vi.setSystemTime(first + stepMs);
    await use();
    await use();
    expect(await usedAt()).toBe(first);
    vi.advanceTimersByTime(HOUR_MS);
    await use();
    await isWritten(Date.now());
  });
});

describe('a key that expires', () => {
  it('does so by the date: early on a clock that is ahead, and is in force again when that was put right', async () => {
    const { app, records } = await startTestApp();
    const { headers } = await makeTestKey(records, { expiresAt: Date.now() + 2 * HOUR_MS });
    const ask = async () => (await app.inject({ url: '/v1/scans', headers })).statusCode;
    expect(await ask()).toBe(200);
    stepClock(-HOUR_MS);
    expect(await ask()).toBe(200);
    stepClock(DAY_MS);
    expect(await ask()).toBe(401);
    vi.useRealTimers();
    expect(await ask()).toBe(200);
  });
});
