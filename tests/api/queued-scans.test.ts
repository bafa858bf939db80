import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeScreener, TECHNOLOGIES } from './fake-screener.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const ON_GPU = 'first@onnx-webgpu';

/** A service of which a technology on the GPU is ready or away. */
async function startWithGpu() {
  const [, first] = TECHNOLOGIES;
  if (first === undefined) throw new Error('the fake has no technology');
  const onGpu = { ...first, id: ON_GPU, provider: 'webgpu' } as const;
  let isAway = false;
  const screener = Object.assign(createFakeScreener(), {
    technologies: () => [
      ...TECHNOLOGIES,
      isAway
        ? ({ ...onGpu, state: 'unavailable', reason: 'The GPU is lost.' } as const)
        : ({ ...onGpu, state: 'ready', reason: null } as const),
    ],
  });
  const test = await startTestApp({}, screener);
  const setAway = (away: boolean) => {
    isAway = away;
  };
  return { test, screener, setAway };
}

async function queue({ app }: TestApp, technology: string): Promise<string> {
  const headers = { 'content-type': 'image/png', prefer: 'respond-async' };
  const url = `/v1/scans?technology=${technology}`;
  const reply = await app.inject({ method: 'POST', url, headers, payload: Buffer.from('a scan') });
  expect(reply.statusCode).toBe(202);
  return reply.json().id;
}

afterEach(() => {
  vi.useRealTimers();
});

const stateOf = async ({ app }: TestApp, id: string) => (await app.inject(`/v1/scans/${id}`)).json().state;

describe('a scan that was accepted for later, while the GPU of its technology is lost', () => {
  it('waits until that is back, and lets others pass', async () => {
    const { test, screener, setAway } = await startWithGpu();
    screener.isReadyNow = false;
    const waiting = await queue(test, ON_GPU);
    const other = await queue(test, 'second@onnx-cpu');
    setAway(true);
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, other), { timeout: 10_000 }).toBe('screened');
    expect(await stateOf(test, waiting)).toBe('queued');
    expect(screener.jobs.map(({ technologies }) => technologies)).toEqual([['second@onnx-cpu']]);
    setAway(false);
    await expect.poll(() => stateOf(test, waiting), { timeout: 20_000 }).toBe('screened');
    expect(screener.permits.released).toBe(screener.permits.taken);
  });

  it('waits on when the clock is set a year ahead, where one that truly came so long ago is tried all the same', async () => {
    const { test, screener, setAway } = await startWithGpu();
    // With one thread the second begins when the first has ended; of two at once, whose picture is read first is chance.
    const withTwo = screener.state();
    Object.assign(screener, { state: () => ({ ...withTwo, workers: { ...withTwo.workers, idle: 1 } }) });
    screener.isReadyNow = false;
    const old = await queue(test, ON_GPU);
    const yearMs = 365 * 86_400_000;
    const received = { received_at: Date.now() - yearMs };
    await test.records.db.updateTable('scans').set(received).where('id', '=', old).execute();
    const waiting = await queue(test, ON_GPU);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + yearMs });
    const other = await queue(test, 'second@onnx-cpu');
    setAway(true);
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, other), { timeout: 10_000 }).toBe('screened');
    expect(await stateOf(test, old)).not.toBe('queued');
    expect(await stateOf(test, waiting)).toBe('queued');
    expect(screener.jobs.map(({ technologies }) => technologies)).toEqual([[ON_GPU], ['second@onnx-cpu']]);
  });
});

describe('scans that were accepted for later, while none can be screened', () => {
  it('cost one look every half second, however many they are', async () => {
    const screener = createFakeScreener();
    const isReady = vi.spyOn(screener, 'isReady').mockReturnValue(false);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const test = await startTestApp({}, screener);
    for (let scan = 0; scan < 20; scan++) await queue(test, 'second@onnx-cpu');
    isReady.mockClear();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isReady.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(isReady.mock.calls.length).toBeLessThanOrEqual(11);
  });
});
