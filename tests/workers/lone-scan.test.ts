import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScanJob } from '../../src/domain/screening/scan-job.ts';
import { trialScan } from '../../src/inference/trial-scan.ts';
import { createScreener, type StartedScreener } from '../../src/workers/create-screener.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { createNullModels, writeNullModel } from './null-models.ts';
import { PATIENT } from './patient.ts';

const DYING_HELPER = new URL('../../dist/tests/workers/dying-helper.js', import.meta.url);
const TILED = 'tiled@null-cpu';
const QUICK = 'quick@null-cpu';
/** With 32 tiles, long enough for messages to reach threads and a second scan to be screened on a busy machine meanwhile. */
const TILE_MS = 40;

let modelsDir: string;
let screener: StartedScreener;

beforeEach(async () => {
  modelsDir = await createNullModels(['quick']);
  const { input } = modelManifest({ input: { tile: { sizePx: 64, overlapPx: 0 } } });
  await writeNullModel(modelsDir, 'tiled', { input }, { busyMs: TILE_MS });
});
afterEach(async () => {
  await screener.drain();
  await rm(modelsDir, { recursive: true });
});

async function startScreener(workers: number, entry?: URL, tileBatch = 1) {
  screener = await createScreener({
    modelsDir,
    providers: ['cpu'],
    workers,
    intraOpThreads: 1,
    inFlightLimit: 4,
    batching: { tileBatch, maxBatch: 1, maxWaitMs: 0 },
    ...(entry && { entry }),
  });
  expect(await screener.ready).toMatchObject({ ok: true });
}

async function scanFor(technology: string): Promise<ScanJob> {
  return { ...(await trialScan(technology)), maps: 'inline' };
}

/** What was found, without what differs from run to run: times. */
async function findingsOf(technology: string, options = PATIENT) {
  const outcome = await screener.screen(await scanFor(technology), options);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value.result.results.map(({ timings, ownMs, ...findings }) => findings);
}

/** Resolves when so many threads are busy. */
async function untilBusy(threads: number): Promise<void> {
  while (screener.state().workers.busy !== threads) await new Promise((resolve) => setImmediate(resolve));
}

describe('a lone scan', () => {
  it('is screened by all threads that are idle, and comes out the same to the bit', async () => {
    await startScreener(1);
    const alone = await findingsOf(TILED);
    await screener.drain();
    await startScreener(3);
    const together = findingsOf(TILED);
    await untilBusy(3);
    expect(await together).toEqual(alone);
    await untilBusy(0);
    expect(screener.state()).toMatchObject({ workers: { idle: 3 }, workerRestarts: {} });
  });

  it('comes out the same where several of its tiles are one run, alone and with help', async () => {
    await startScreener(1);
    const oneByOne = await findingsOf(TILED);
    for (const workers of [1, 2]) {
      await screener.drain();
      await startScreener(workers, undefined, 5);
      expect(await findingsOf(TILED)).toEqual(oneByOne);
    }
  });

  it('gives a thread back to a scan that comes', async () => {
    await startScreener(2);
    const finished: string[] = [];
    const first = findingsOf(TILED).then(() => finished.push('first'));
    await untilBusy(2);
    const second = findingsOf(QUICK).then(() => finished.push('second'));
    await Promise.all([first, second]);
    expect(finished).toEqual(['second', 'first']);
  });

  it('takes no second thread in the background', async () => {
    await startScreener(2);
    let isRunning = true;
    const background = findingsOf(TILED, { ...PATIENT, priority: 'challenger' }).finally(() => {
      isRunning = false;
    });
    while (isRunning) {
      expect(screener.state().workers.busy).toBeLessThanOrEqual(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await background;
  });

  it('loses nothing with a helper that dies', async () => {
    await startScreener(1);
    const alone = await findingsOf(TILED);
    await screener.drain();
    await startScreener(2, DYING_HELPER);
    expect(await findingsOf(TILED)).toEqual(alone);
    expect(screener.state().workerRestarts).toEqual({ exit: 1 });
  });
});
