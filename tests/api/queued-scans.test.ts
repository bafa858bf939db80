import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../src/domain/failure.ts';
import { createFakeScreener, TECHNOLOGIES } from './fake-screener.ts';
import { withMovablePictures } from './movable-pictures.ts';
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
  const url = `/v1/scans?maps=link&technology=${technology}`;
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

const PATIENTLY = { timeout: 60_000 };

/** As many tries as are one less than may be. */
const ALMOST_ALL = 9;

/** Puts it on record that a scan was tried before, and its thread ended with it each time. */
const noteTried = ({ records }: TestApp, id: string) =>
  records.db.updateTable('scans').set({ attempts: ALMOST_ALL }).where('id', '=', id).execute();

const attemptsOf = async ({ records }: TestApp, id: string) =>
  (await records.db.selectFrom('scans').select('attempts').where('id', '=', id).executeTakeFirstOrThrow()).attempts;

const linesOf = ({ logLines }: TestApp, scanId: string) =>
  logLines.map((line) => JSON.parse(line)).filter((line) => line.scanId === scanId);

/** A service with a scan that waits, on a disk that is full from now on. */
async function startOnFullDisk() {
  const screener = createFakeScreener();
  screener.isReadyNow = false;
  const test = await startTestApp({}, screener);
  const id = await queue(test, 'second@onnx-cpu');
  await noteTried(test, id);
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const put = vi.spyOn(test.records.pictureStore, 'put').mockRejectedValue(full);
  return { test, screener, id, put };
}

describe('a scan that was accepted for later, on a disk that is full', () => {
  it('is tried until there is room, and the log says so once', async () => {
    const { test, screener, id, put } = await startOnFullDisk();
    screener.isReadyNow = true;
    await expect.poll(() => put.mock.calls.length, PATIENTLY).toBeGreaterThan(2);
    await expect.poll(() => attemptsOf(test, id), PATIENTLY).toBe(ALMOST_ALL);
    expect(await stateOf(test, id)).toBe('queued');
    const { body } = await test.app.inject('/metrics');
    expect(body).toMatch(/screening_failures_total\{technology="second@onnx-cpu",code="records-unavailable"\} [1-9]/);
    put.mockRestore();
    await expect.poll(() => stateOf(test, id), PATIENTLY).toBe('screened');
    expect(linesOf(test, id)).toEqual([
      expect.objectContaining({ level: 40, code: 'records-unavailable', detail: expect.stringContaining('is full') }),
    ]);
    expect(screener.permits.released).toBe(screener.permits.taken);
  });

  it('is tried until there is room also where not even that can be written', async () => {
    const { test, screener, id, put } = await startOnFullDisk();
    const { commit } = test.records;
    const write = commit.write.bind(commit);
    let writes = 0;
    // Every second one, beginning with that which would take the first try back.
    const refusing: typeof write = (change) =>
      writes++ % 2 === 0 ? write(change) : Promise.resolve(fail('records-unavailable', 'The disk is full.'));
    const refused = vi.spyOn(commit, 'write').mockImplementation(refusing);
    screener.isReadyNow = true;
    await expect.poll(() => put.mock.calls.length, PATIENTLY).toBeGreaterThan(2);
    refused.mockRestore();
    put.mockRestore();
    await expect.poll(() => stateOf(test, id), PATIENTLY).toBe('screened');
  });

  it('does not keep those waiting whose pictures can be kept', async () => {
    const { test, screener, id, put } = await startOnFullDisk();
    put.mockRestore();
    const other = await queue(test, 'first@onnx-cpu');
    const { records } = test;
    const uploads = records.pictures.uploads.bind(records.pictures);
    vi.spyOn(records.pictures, 'uploads').mockImplementation(async (scanId, port) =>
      scanId === id ? fail('records-unavailable', 'A row is damaged.') : uploads(scanId, port),
    );
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, other), PATIENTLY).toBe('screened');
    expect(await stateOf(test, id)).toBe('queued');
  });
});

describe('a scan that was accepted for later, with which its thread ends each time', () => {
  it('fails after ten tries, which the log and the metrics tell', async () => {
    const screener = createFakeScreener();
    screener.answer = async () => fail('runtime-failed', 'The thread died.');
    screener.isReadyNow = false;
    const test = await startTestApp({}, screener);
    const id = await queue(test, 'second@onnx-cpu');
    await noteTried(test, id);
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, id), PATIENTLY).toBe('failed');
    expect(screener.jobs).toHaveLength(1);
    expect(linesOf(test, id)).toEqual([
      expect.objectContaining({ level: 40, code: 'runtime-failed', detail: expect.stringContaining('begun 10 times') }),
    ]);
    const { body } = await test.app.inject('/metrics');
    expect(body).toMatch(/screening_failures_total\{technology="second@onnx-cpu",code="runtime-failed"\} 2\n/);
  });
});

describe('a scan that was accepted for later, and whose file is not found', () => {
  async function startWithWaiting() {
    const screener = createFakeScreener();
    screener.isReadyNow = false;
    const test = await startTestApp({}, screener);
    const pictures = await withMovablePictures(test.records);
    const id = await queue(test, 'second@onnx-cpu');
    return { test, screener, id, ...pictures };
  }

  it('is screened when the folder of the pictures is back, where that is away', async () => {
    const { test, screener, id, takeAway, bringBack } = await startWithWaiting();
    await takeAway();
    screener.isReadyNow = true;
    await expect.poll(() => linesOf(test, id), PATIENTLY).toMatchObject([{ code: 'records-unavailable' }]);
    expect(await stateOf(test, id)).toBe('queued');
    await bringBack();
    await expect.poll(() => stateOf(test, id), PATIENTLY).toBe('screened');
  });

  it('fails where the folder is there', async () => {
    const { test, screener, id, folder } = await startWithWaiting();
    for (const prefix of await readdir(folder)) {
      if (prefix.length === 2) await rm(join(folder, prefix), { recursive: true });
    }
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, id), PATIENTLY).toBe('failed');
    expect(linesOf(test, id)).toMatchObject([{ code: 'unreadable-scan', detail: expect.stringContaining('is lost') }]);
  });
});
