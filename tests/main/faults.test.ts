import { randomBytes } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writePlainPng } from '../formats/plain-png.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, startBuiltService } from './built-service.ts';
import { END_IN_DECODE, FATAL_SCAN, SCAN } from './fatal-scan.ts';
import { beginScan } from './raw-sender.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import { servingPids } from './serving-pids.ts';

/** The real service over one model of the null runtime, which keeps a thread busy for `busyMs` a scan. */
async function startNullService(busyMs: number, settings: Readonly<Record<string, string>>) {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'null', {}, { busyMs, score: 0.1 });
  return startBuiltService({ SCANBENCH_MODELS_DIR: modelsDir, ...settings });
}

/** A 16-bit PNG that does not compress. */
function noisePng(widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  return writePlainPng({ widthPx, heightPx, bits: 16, colourType: 0, rows: randomBytes(widthPx * heightPx * 2) });
}

async function post(url: string, body: Uint8Array<ArrayBuffer>, query = ''): Promise<Response> {
  const headers = { 'content-type': 'image/png' };
  return fetch(`${url}/v1/scans${query}`, { method: 'POST', headers, body });
}

async function statusOf(answer: Promise<Response>): Promise<number> {
  const reply = await answer;
  await reply.arrayBuffer();
  return reply.status;
}

/** Every gauge is at zero, every thread idle, the answers are as many as said, and the next scan is answered. */
async function expectAtRest(url: string, workers: number, screened: number): Promise<void> {
  const gauges = async () => {
    const metrics = await readMetrics(url);
    return {
      inFlight: sumOf(metrics, 'in_flight'),
      queueDepth: sumOf(metrics, 'queue_depth'),
      background: sumOf(metrics, 'background_in_flight') + sumOf(metrics, 'background_queue_depth'),
      idle: sumOf(metrics, 'workers', 'state="idle"'),
      screened: sumOf(metrics, 'screenings_total'),
    };
  };
  const atRest = { inFlight: 0, queueDepth: 0, background: 0, idle: workers, screened };
  await expect.poll(gauges).toEqual(atRest);
  expect(await statusOf(post(url, SCAN))).toBe(201);
}

describe.skipIf(!isBuilt)('the running service', () => {
  it('loses one scan with a thread that dies in decode, and none of the others', async () => {
    const settings = { SCANBENCH_WORKERS: '2', SCANBENCH_IN_FLIGHT_LIMIT: '8', ...END_IN_DECODE };
    const { url } = await startNullService(50, settings);
    const [fatal, ...others] = await Promise.all(
      [FATAL_SCAN, SCAN, SCAN, SCAN, SCAN, SCAN].map((scan) => statusOf(post(url, scan))),
    );
    expect(fatal).toBe(500);
    expect(others).toEqual([201, 201, 201, 201, 201]);
    expect(sumOf(await readMetrics(url), 'worker_restarts_total', 'reason="exit"')).toBe(1);
    await expectAtRest(url, 2, 5);
  });

  it('goes on with what it has loaded when a model is replaced by rubbish, says so when a thread loads it anew, and has it back when the right one is', async () => {
    const modelsDir = await temporaryFolder();
    for (const id of ['local-contrast', 'pattern-break']) {
      await cp(shipped('models', id), path.join(modelsDir, id), { recursive: true });
    }
    const settings = { SCANBENCH_WORKERS: '1', SCANBENCH_MODELS_DIR: modelsDir, ...END_IN_DECODE };
    const { url } = await startBuiltService(settings);
    const weights = path.join(modelsDir, 'local-contrast', 'model.onnx');
    await writeFile(weights, Buffer.alloc(4096, 'rubbish'));

    const replaced = '?technology=local-contrast@onnx-cpu';
    expect(await statusOf(post(url, SCAN, replaced))).toBe(201);
    expect(await statusOf(post(url, FATAL_SCAN, replaced))).toBe(500);
    const stateOf = async (): Promise<unknown> => {
      const technology = await fetch(`${url}/v1/technologies/local-contrast@onnx-cpu`);
      return technology.json();
    };
    await expect
      .poll(stateOf)
      .toMatchObject({ state: 'unavailable', reason: expect.stringMatching(/model\.onnx: 4096 bytes.* tried again/s) });
    expect(await statusOf(post(url, SCAN, replaced))).toBe(404);
    expect(await statusOf(post(url, SCAN, '?technology=pattern-break@onnx-cpu'))).toBe(201);
    const reloads = async (outcome: string) =>
      sumOf(await readMetrics(url), 'model_reloads_total', `technology="local-contrast@onnx-cpu",outcome="${outcome}"`);
    await expect.poll(() => reloads('failed')).toBeGreaterThan(0);
    expect(await reloads('loaded')).toBe(0);

    await cp(shipped('models', 'local-contrast', 'model.onnx'), weights);
    await expect.poll(stateOf).toMatchObject({ state: 'ready' });
    expect(await reloads('loaded')).toBe(1);
    expect(await statusOf(post(url, SCAN, replaced))).toBe(201);
    await expectAtRest(url, 1, 3);
  });

  it('has a model back whose manifest was rubbish while its process was replaced', async () => {
    const modelsDir = await temporaryFolder();
    for (const id of ['local-contrast', 'pattern-break']) {
      await cp(shipped('models', id), path.join(modelsDir, id), { recursive: true });
    }
    const settings = { SCANBENCH_WORKERS: '2', SCANBENCH_MODELS_DIR: modelsDir, ...END_IN_DECODE };
    const { url, child } = await startBuiltService(settings);
    const manifest = path.join(modelsDir, 'local-contrast', 'manifest.json');
    const right = await readFile(manifest, 'utf8');
    const asked = '?technology=local-contrast@onnx-cpu';
    const reasonOf = async (): Promise<unknown> => {
      const technology = await fetch(`${url}/v1/technologies/local-contrast@onnx-cpu`);
      const { reason, code }: { reason?: string | null; code?: string } = JSON.parse(await technology.text());
      return reason === undefined ? code : reason;
    };

    await writeFile(manifest, 'rubbish');
    for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGKILL');
    await expect.poll(async () => reasonOf().catch(() => '')).toMatch(/tried again/);
    await expect.poll(async () => statusOf(post(url, SCAN, '?technology=pattern-break@onnx-cpu'))).toBe(201);
    await writeFile(manifest, right);
    await expect.poll(reasonOf, { timeout: 60_000 }).toBeNull();
    expect(await statusOf(post(url, SCAN, asked))).toBe(201);
  }, 180_000);

  it('decides with one threshold in all its threads, whatever the manifest says by the time that one is replaced', async () => {
    const modelsDir = await temporaryFolder();
    await cp(shipped('models', 'local-contrast'), path.join(modelsDir, 'local-contrast'), { recursive: true });
    const { url } = await startBuiltService({
      SCANBENCH_WORKERS: '2',
      SCANBENCH_MODELS_DIR: modelsDir,
      ...END_IN_DECODE,
    });
    const manifest = path.join(modelsDir, 'local-contrast', 'manifest.json');
    const right = await readFile(manifest, 'utf8');
    // The thread that takes the place of one that dies decides as the other does.
    await writeFile(manifest, right.replace(/"threshold": *[0-9.]+/g, '"threshold": 0.987'));
    const thresholdOf = async () => /"threshold":([0-9.]+)/.exec(await (await post(url, SCAN)).text())?.[1];
    const before = await thresholdOf();
    expect(await statusOf(post(url, FATAL_SCAN))).toBe(500);
    const idle = async () => sumOf(await readMetrics(url), 'workers', 'state="idle"');
    await expect.poll(idle).toBe(2);
    expect(await Promise.all([thresholdOf(), thresholdOf(), thresholdOf()])).toEqual([before, before, before]);
    expect(before).not.toBe('0.987');
  }, 180_000);

  it('gives back the place of a client that leaves in any stage, and counts it there', async () => {
    const { url } = await startNullService(3_000, { SCANBENCH_WORKERS: '1', SCANBENCH_IN_FLIGHT_LIMIT: '4' });
    const gauge =
      (metric: string, labels = '') =>
      async () =>
        sumOf(await readMetrics(url), metric, labels);

    const uploading = await beginScan(url, SCAN.subarray(0, 1000), { length: SCAN.length });
    await expect.poll(gauge('in_flight')).toBe(1);
    uploading.socket.destroy();
    await expect.poll(gauge('abandoned_total', 'stage="upload"')).toBe(1);

    const working = await beginScan(url, SCAN);
    await expect.poll(gauge('workers', 'state="busy"')).toBe(1);
    const waiting = await beginScan(url, SCAN);
    await expect.poll(gauge('queue_depth')).toBe(1);
    waiting.socket.destroy();
    working.socket.destroy();
    await expect.poll(gauge('abandoned_total', 'stage="screening"')).toBe(2);
    await expect.poll(gauge('in_flight')).toBe(0);
    expect(await gauge('screenings_total')()).toBe(0);

    // An answer larger than what the kernel takes off the service's hands: it is on its way until somebody reads it.
    const large = noisePng(3000, 1500);
    const replying = await beginScan(url, large, { path: '/v1/scans?images=inline', reads: false });
    await expect.poll(gauge('screenings_total')).toBe(1);
    replying.socket.destroy();
    await expect.poll(gauge('abandoned_total', 'stage="reply"')).toBe(1);
    await expectAtRest(url, 1, 1);
  });

  it('answers scans while 200 connections send a byte a second', async () => {
    const { url } = await startNullService(5, { SCANBENCH_WORKERS: '2', SCANBENCH_IN_FLIGHT_LIMIT: '4' });
    const trickling = await Promise.all(
      Array.from({ length: 200 }, () => beginScan(url, SCAN.subarray(0, 1), { length: 1_000_000 })),
    );
    const trickle = setInterval(() => {
      for (const { socket } of trickling) if (socket.writable) socket.write('.');
    }, 1000);
    onTestFinished(() => clearInterval(trickle));
    await expect.poll(async () => sumOf(await readMetrics(url), 'in_flight')).toBe(4);
    expect((await fetch(`${url}/livez`)).status).toBe(200);

    let answered = 0;
    while (answered < 20) {
      const reply = await post(url, SCAN);
      await reply.arrayBuffer();
      expect([201, 503]).toContain(reply.status);
      if (reply.status === 201) answered += 1;
      else await new Promise((resolve) => setTimeout(resolve, Number(reply.headers.get('retry-after')) * 1000));
    }
    const refusals = trickling.filter(({ answer }) => /^HTTP\/1\.1 503 /.test(answer()));
    // All but those whose places nobody has asked for since.
    expect(refusals.length).toBeGreaterThanOrEqual(197);
    for (const { socket } of trickling) socket.destroy();
    await expectAtRest(url, 2, 20);
  });

  it('stops under full load: answers each scan that it let in and refuses the others', async () => {
    const settings = { SCANBENCH_WORKERS: '2', SCANBENCH_IN_FLIGHT_LIMIT: '6' };
    const { url, child, exited } = await startNullService(1_500, settings);
    const statuses = Array.from({ length: 30 }, () => statusOf(post(url, SCAN)));
    // It is full from the first refusal on.
    await expect.poll(async () => sumOf(await readMetrics(url), 'refused_total', '"overloaded"')).toBeGreaterThan(0);
    child.kill('SIGTERM');
    const answers = await Promise.all(statuses);
    // A scan that was let in and not answered would have broken its connection, and with it this test.
    expect(answers.filter((status) => status === 201).length).toBeGreaterThanOrEqual(6);
    expect(answers.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    expect(await exited).toEqual([0, null]);
  });

  it('stops without waiting for an upload that stalls, and tells its sender', async () => {
    const { url, child, exited } = await startNullService(0, { SCANBENCH_WORKERS: '1' });
    const stalled = await beginScan(url, SCAN.subarray(0, 1), { length: 1_000_000 });
    await expect.poll(async () => sumOf(await readMetrics(url), 'in_flight')).toBe(1);
    child.kill('SIGTERM');
    await expect.poll(stalled.answer).toContain('"code":"draining"');
    stalled.socket.destroy();
    expect(await exited).toEqual([0, null]);
  });
});
