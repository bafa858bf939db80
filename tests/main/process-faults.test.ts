import { once } from 'node:events';
import { copyFile, cp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { isAlive } from '../fixtures/is-alive.ts';
import { smallDisk } from '../fixtures/small-disk.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { type BuiltService, isBuilt, startBuiltService } from './built-service.ts';
import { SCAN } from './fatal-scan.ts';
import { beginScan } from './raw-sender.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import { servingPids } from './serving-pids.ts';

/** Long enough on a machine that is busy with other work; what is waited for mostly comes at once. */
const PATIENTLY = { timeout: 60_000, interval: 100 };
const LIMIT_MS = 240_000;
const TWO = { SCANBENCH_PROCESSES: '2', SCANBENCH_WORKERS: '2', SCANBENCH_IN_FLIGHT_LIMIT: '8' };
const AnswerSchema = Type.Object({ id: Type.Optional(Type.String()), state: Type.Optional(Type.String()) });

interface Answer {
  /** Null where the connection broke. */
  readonly status: number | null;
  readonly id: string;
}

/** Each over a connection of its own, which the primary deals out in turn. */
async function post(url: string, headers: Readonly<Record<string, string>> = {}, query = ''): Promise<Answer> {
  try {
    const reply = await fetch(`${url}/v1/scans${query}`, {
      method: 'POST',
      headers: { 'content-type': 'image/png', connection: 'close', ...headers },
      body: SCAN,
    });
    return { status: reply.status, id: Value.Parse(AnswerSchema, await reply.json()).id ?? '' };
  } catch {
    return { status: null, id: '' };
  }
}

async function stateOf(url: string, id: string): Promise<string | undefined> {
  return Value.Parse(AnswerSchema, await (await fetch(`${url}/v1/scans/${id}`)).json()).state;
}

async function start(settings: Readonly<Record<string, string>>, log?: 'pipe'): Promise<BuiltService> {
  const service = await startBuiltService({ ...TWO, ...settings }, log);
  const served = () => servingPids(service.child.pid);
  onTestFinished(() => {
    for (const pid of served()) process.kill(pid, 'SIGKILL');
  });
  await expectAtRest(service.url);
  expect(served()).toHaveLength(2);
  return service;
}

async function expectAtRest(url: string): Promise<void> {
  const gauges = async () => {
    const metrics = await readMetrics(url);
    const under = ['in_flight', 'queue_depth', 'storing', 'background_in_flight', 'background_queue_depth'];
    const busy = under.reduce((sum, name) => sum + sumOf(metrics, name), 0);
    return { busy, idle: sumOf(metrics, 'workers', 'state="idle"') };
  };
  await expect.poll(gauges, PATIENTLY).toEqual({ busy: 0, idle: 2 });
}

async function nullModels(busyMs: number): Promise<string> {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'null', {}, { busyMs, score: 0.1 });
  return modelsDir;
}

describe.skipIf(!isBuilt)('several processes, when something goes wrong', () => {
  it(
    'end when their primary is killed, whoever is connected: the next service starts at once, and no acknowledged scan is lost',
    async () => {
      const settings = { SCANBENCH_MODELS_DIR: await nullModels(100), SCANBENCH_DATA_DIR: await temporaryFolder() };
      const { url, child, exited } = await start(settings);
      const acknowledged = new Set<string>();
      for (let count = 0; count < 4; count++) {
        const queued = await post(url, { prefer: 'respond-async' });
        expect(queued.status).toBe(202);
        acknowledged.add(queued.id);
      }
      let isOver = false;
      const senders = Array.from({ length: 8 }, async () => {
        while (!isOver) {
          const { status, id } = await post(url);
          if (status === 201) acknowledged.add(id);
          else await new Promise((resolve) => setTimeout(resolve, 50));
        }
      });
      const { port, hostname } = new URL(url);
      const silent = connect(Number(port), hostname).on('error', () => {});
      await once(silent, 'connect');
      const stalled = await beginScan(url, SCAN.subarray(0, 1), { length: 1_000_000 });
      const listening = await fetch(`${url}/v1/events`);
      await expect.poll(() => acknowledged.size, PATIENTLY).toBeGreaterThan(20);

      const serving = servingPids(child.pid);
      child.kill('SIGKILL');
      await exited;
      isOver = true;
      const next = startBuiltService({ ...TWO, ...settings, SCANBENCH_PORT: port });
      await expect.poll(() => serving.filter(isAlive), PATIENTLY).toEqual([]);
      await Promise.all(senders);
      stalled.socket.destroy();
      await listening.text().catch(() => '');

      const again = await next;
      expect(again.url).toBe(url);
      await expectAtRest(url);
      for (const id of acknowledged) await expect.poll(() => stateOf(url, id), PATIENTLY).toBe('screened');
      expect((await post(url)).status).toBe(201);
      again.child.kill('SIGTERM');
      expect(await again.exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'refuse all together while the disk is full, keep what they acknowledged, and take scans again when there is space',
    async ({ skip }) => {
      const disk = await smallDisk(16);
      if (disk === null) return skip('this user may not mount a small disk');
      const { url, child, exited } = await start({
        SCANBENCH_MODELS_DIR: await nullModels(5),
        SCANBENCH_DATA_DIR: disk.folder,
      });
      const answers: Answer[] = [await post(url), await post(url)];
      disk.fill();
      const whileFull = await Promise.all(
        Array.from({ length: 12 }, (_, count) => post(url, count % 3 === 0 ? { prefer: 'respond-async' } : {})),
      );
      answers.push(...whileFull);
      expect(whileFull.filter(({ status }) => status !== 503 && status !== 201 && status !== 202)).toEqual([]);
      expect(whileFull.filter(({ status }) => status === 503).length).toBeGreaterThan(0);

      disk.free();
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, PATIENTLY).toBe(200);
      for (let count = 0; count < 4; count++) {
        const taken = async () => {
          const answer = await post(url);
          answers.push(answer);
          return answer.status;
        };
        await expect.poll(taken, PATIENTLY).toBe(201);
      }
      await expectAtRest(url);
      const kept = answers.filter(({ status }) => status === 201 || status === 202).map(({ id }) => id);
      for (const id of kept) await expect.poll(() => stateOf(url, id), PATIENTLY).toBe('screened');
      const { items } = Value.Parse(
        Type.Object({ items: Type.Array(AnswerSchema) }),
        await (await fetch(`${url}/v1/scans?limit=100`)).json(),
      );
      expect(items.map(({ id }) => id ?? '').toSorted()).toEqual(kept.toSorted());
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'have a model back by themselves that was rubbish when one of them was replaced',
    async () => {
      const modelsDir = await nullModels(5);
      await cp(shipped('models', 'local-contrast'), path.join(modelsDir, 'local-contrast'), { recursive: true });
      const { url, child, exited } = await start({
        SCANBENCH_MODELS_DIR: modelsDir,
        SCANBENCH_CHAMPION: 'null@null-cpu',
      });
      const weights = path.join(modelsDir, 'local-contrast', 'model.onnx');
      await writeFile(weights, Buffer.alloc(4096, 'rubbish'));
      const [, replaced = 0] = servingPids(child.pid);
      process.kill(replaced, 'SIGKILL');
      await expect
        .poll(async () => sumOf(await readMetrics(url), 'process_restarts_total', 'killed'), PATIENTLY)
        .toBe(1);
      await expectAtRest(url);
      // Whoever has it answers with it; whoever does not says so, and takes every other scan.
      const statuses = async (technology: string) =>
        new Set(
          await Promise.all([1, 2, 3, 4].map(async () => (await post(url, {}, `?technology=${technology}`)).status)),
        );
      expect(await statuses('local-contrast@onnx-cpu')).toEqual(new Set([201, 404]));
      expect(await statuses('null@null-cpu')).toEqual(new Set([201]));

      await copyFile(shipped('models', 'local-contrast', 'model.onnx'), weights);
      await expect.poll(() => statuses('local-contrast@onnx-cpu'), PATIENTLY).toEqual(new Set([201]));
      expect(sumOf(await readMetrics(url), 'model_reloads_total', 'outcome="loaded"')).toBe(1);
      await expectAtRest(url);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'leave the scans to the one that can screen where a replacement cannot load the champion, until none can',
    async () => {
      const modelsDir = await temporaryFolder();
      await cp(shipped('models', 'local-contrast'), path.join(modelsDir, 'local-contrast'), { recursive: true });
      const settings = { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_CHAMPION: 'local-contrast@onnx-cpu' };
      const { url, child, exited } = await start({ ...settings, SCANBENCH_LOG_LEVEL: 'error' }, 'pipe');
      let log = '';
      child.stdout?.setEncoding('utf8').on('data', (piece: string) => (log += piece));
      const weights = path.join(modelsDir, 'local-contrast', 'model.onnx');
      await writeFile(weights, Buffer.alloc(4096, 'rubbish'));
      const [able = 0, replaced = 0] = servingPids(child.pid);
      process.kill(replaced, 'SIGKILL');
      await expect.poll(() => log, PATIENTLY).toContain('not ready');
      const readiness = () =>
        fetch(`${url}/readyz`, { headers: { connection: 'close' } }).then(
          ({ status }) => status,
          () => 0,
        );
      const answers: (number | null)[] = [];
      for (let count = 0; count < 10; count++) answers.push((await post(url)).status, await readiness());
      expect(new Set(answers)).toEqual(new Set([201, 200]));

      // What is missing is said by those that are left.
      process.kill(able, 'SIGKILL');
      await expect.poll(readiness, PATIENTLY).toBe(500);

      await copyFile(shipped('models', 'local-contrast', 'model.onnx'), weights);
      await expectAtRest(url);
      await expect.poll(async () => [await readiness(), await readiness()], PATIENTLY).toEqual([200, 200]);
      expect([(await post(url)).status, (await post(url)).status]).toEqual([201, 201]);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'give back the places of clients that leave, in whichever stage and process',
    async () => {
      const { url } = await start({ SCANBENCH_MODELS_DIR: await nullModels(5_000), SCANBENCH_IN_FLIGHT_LIMIT: '16' });
      const gone = await Promise.all(Array.from({ length: 6 }, () => beginScan(url, SCAN)));
      const uploading = await Promise.all(
        [1, 2].map(() => beginScan(url, SCAN.subarray(0, 1000), { length: SCAN.length })),
      );
      await expect.poll(async () => sumOf(await readMetrics(url), 'in_flight'), PATIENTLY).toBe(8);
      for (const { socket } of [...gone, ...uploading]) socket.destroy();
      const ended = async () => {
        const metrics = await readMetrics(url);
        return sumOf(metrics, 'abandoned_total') + sumOf(metrics, 'screenings_total');
      };
      await expect.poll(ended, PATIENTLY).toBe(8);
      await expectAtRest(url);
      expect(await ended()).toBe(8);
      expect([(await post(url)).status, (await post(url)).status]).toEqual([201, 201]);
    },
    LIMIT_MS,
  );
});
