import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../src/domain/failure.ts';
import type { Technology } from '../../src/domain/technology/technology.ts';
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

describe('scans that were accepted for later, whose technology a start refused, or does not find', () => {
  const REFUSAL = 'its weights do not match their hash: put the former file back, and restart.';
  const refused = TECHNOLOGIES.map((technology) =>
    technology.id === 'first@onnx-cpu'
      ? ({ ...technology, state: 'unavailable', reason: REFUSAL } as const)
      : technology,
  );
  const without = TECHNOLOGIES.filter(({ id }) => id !== 'first@onnx-cpu');

  /** A service that is about to screen what waits, with other technologies than when that was accepted. */
  async function startWithout(left: readonly Technology[]) {
    let technologies = TECHNOLOGIES;
    const screener = Object.assign(createFakeScreener(), { technologies: () => technologies });
    screener.isReadyNow = false;
    const test = await startTestApp({}, screener);
    const waiting = [await queue(test, 'first@onnx-cpu'), await queue(test, 'first@onnx-cpu')] as const;
    const other = await queue(test, 'second@onnx-cpu');
    technologies = left;
    const bringBack = () => {
      technologies = TECHNOLOGIES;
    };
    return { test, screener, waiting, other, bringBack };
  }

  it.each([
    ['refused', refused, REFUSAL],
    ['gone', without, 'put its folder back'],
  ])('wait while it is %s, let others pass, and are told of once', async (_, left, reason) => {
    const { test, screener, waiting, other, bringBack } = await startWithout(left);
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, other), { timeout: 10_000 }).toBe('screened');
    for (const id of waiting) expect(await stateOf(test, id)).toBe('queued');
    expect(screener.jobs.map(({ technologies }) => technologies)).toEqual([['second@onnx-cpu']]);
    bringBack();
    for (const id of waiting) await expect.poll(() => stateOf(test, id), { timeout: 20_000 }).toBe('screened');
    const told = test.logLines
      .map((line) => JSON.parse(line))
      .filter(({ technology }) => technology === 'first@onnx-cpu');
    expect(told).toEqual([expect.objectContaining({ level: 40, detail: expect.stringContaining(reason) })]);
    expect(screener.permits.released).toBe(screener.permits.taken);
  });

  it.each([
    ['refused', refused, REFUSAL],
    ['gone', without, 'put its folder back'],
  ])('fail after a day of it being %s, with its cause and its cure', async (_, left, reason) => {
    const { test, screener, waiting } = await startWithout(left);
    const [young, old] = waiting;
    const received = { received_at: Date.now() - 25 * 3_600_000 };
    await test.records.db.updateTable('scans').set(received).where('id', '=', old).execute();
    screener.isReadyNow = true;
    await expect.poll(() => stateOf(test, old), { timeout: 10_000 }).toBe('failed');
    const { failure } = (await test.app.inject(`/v1/scans/${old}`)).json();
    expect(failure).toMatchObject({ code: 'unknown-technology' });
    expect(failure.message).toContain('waited for a day for the technology "first@onnx-cpu"');
    expect(failure.message).toContain(reason);
    expect(await stateOf(test, young)).toBe('queued');
  });

  it('wait also where a thread says first that it lacks it', async () => {
    const { test, screener, waiting, bringBack } = await startWithout(TECHNOLOGIES);
    const [id] = waiting;
    const { answer } = screener;
    screener.answer = async () => fail('unknown-technology', 'It is not loaded here.');
    screener.isReadyNow = true;
    // Several are tried at a time, and the first that is put off is told of for all.
    const told = () => test.logLines.map((line) => JSON.parse(line)).filter(({ scanId }) => scanId !== undefined);
    await expect.poll(told, PATIENTLY).toMatchObject([{ code: 'unknown-technology' }]);
    expect(await stateOf(test, id)).toBe('queued');
    screener.answer = answer;
    bringBack();
    await expect.poll(() => stateOf(test, id), PATIENTLY).toBe('screened');
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
