import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Provider } from '../../../src/domain/technology/technology.ts';
import { trialScan } from '../../../src/inference/trial-scan.ts';
import { createScreener, type StartedScreener } from '../../../src/workers/create-screener.ts';
import { createNullModels, writeNullModel } from '../null-models.ts';
import { PATIENT } from '../patient.ts';

const QUIET = 'quiet@null-cpu';

let modelsDir: string;
let screener: StartedScreener;

beforeEach(async () => {
  modelsDir = await createNullModels(['quiet']);
});
afterEach(async () => {
  await screener.drain();
  await rm(modelsDir, { recursive: true });
});

// The project's own thread, compiled, with the null runtime.
async function startScreener(providers: readonly Provider[] = ['cpu']) {
  screener = await createScreener({ modelsDir, providers, workers: 2, intraOpThreads: 1, inFlightLimit: 4 });
  return screener.ready;
}

describe('a screening thread', () => {
  it('loads every model, screens once with it, and is ready', async () => {
    expect(await startScreener()).toMatchObject({ ok: true, value: [{ id: QUIET, state: 'ready', runtime: 'null' }] });
  });

  it('screens a scan whole: view, decision, map and times come back', async () => {
    await startScreener();
    const outcome = await screener.screen({ ...(await trialScan(QUIET)), images: 'inline' }, PATIENT);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { views, results, viewPngs } = outcome.value.result;
    expect(views).toMatchObject([{ name: 'side', widthPx: 512, heightPx: 256, bitDepth: 16 }]);
    expect(results).toMatchObject([{ technology: QUIET, operatingPoint: { name: 'default', threshold: 0.5 } }]);
    expect(results[0]?.timings.decodeMs).toBeGreaterThan(0);
    for (const png of [viewPngs[0]?.png, results[0]?.anomalyMapPngs[0]?.png]) {
      expect([...(png ?? []).slice(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
    }
  });

  it('answers rubbish with a failure and screens the next scan', async () => {
    await startScreener();
    const job = await trialScan(QUIET);
    const files = job.files.slice(0, 1).map((file) => ({ ...file, bytes: new TextEncoder().encode('not a picture') }));
    expect(await screener.screen({ ...job, files }, PATIENT)).toMatchObject({ ok: false });
    expect(await screener.screen(await trialScan(QUIET), PATIENT)).toMatchObject({ ok: true });
    expect(screener.state()).toMatchObject({ workers: { idle: 2 }, workerRestarts: {} });
  });

  it('leaves out what is refused or does not load, with the reason, and serves the rest', async () => {
    await writeNullModel(modelsDir, 'changed');
    await appendFile(path.join(modelsDir, 'changed', 'weights.bin'), '!');
    await writeNullModel(modelsDir, 'not-onnx', { runtime: 'onnx' });
    expect(await startScreener()).toMatchObject({ ok: true, value: [{ id: QUIET }] });
    expect(screener.technologies()).toMatchObject([
      { id: 'changed@null-cpu', state: 'unavailable', reason: expect.stringContaining('weights.bin') },
      { id: 'not-onnx@onnx-cpu', state: 'unavailable', reason: expect.stringContaining('not-onnx') },
      { id: QUIET, state: 'ready', reason: null },
    ]);
    expect(screener.isReady()).toBe(true);
  });
});
