import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { endlessModel, endlessScan, quickScan } from '../fixtures/endless-model.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeModel } from '../fixtures/write-model.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { type BuiltService, isBuilt, SAMPLE, startBuiltService } from './built-service.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import { servingPids } from './serving-pids.ts';

/** Long enough on a machine that is busy with other work; what is waited for mostly comes at once. */
const PATIENTLY = { timeout: 60_000, interval: 100 };
const LIMIT_MS = 180_000;
const SCAN = new Uint8Array(readFileSync(SAMPLE));
const QUIET = 'quiet@null-cpu';
const ENDLESS = 'endless@onnx-cpu';
const ENDLESS_ON_GPU = 'endless@onnx-webgpu';
/** Settings of a service with a GPU that is none: see `gpu-on-cpu.ts`. */
const GPU_ON_CPU = {
  NODE_OPTIONS: `--import=${shipped('dist', 'tests', 'main', 'gpu-on-cpu.js')}`,
  SCANBENCH_PROVIDERS: 'cpu,webgpu',
};

/** What an answer is looked at for: where a scan stands, or a problem. */
const AnswerSchema = Type.Object({
  id: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  technology: Type.Optional(Type.String()),
  failure: Type.Optional(Type.Union([Type.Null(), Type.Object({ code: Type.String(), message: Type.String() })])),
});

/** The real service over a model of the null runtime that takes `busyMs` a scan, and the one that may never come back. */
async function startService(
  busyMs: number,
  settings: Readonly<Record<string, string>>,
  log?: 'pipe',
): Promise<BuiltService> {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'quiet', {}, { busyMs, score: 0.1 });
  await writeModel(modelsDir, modelManifest({ id: 'endless', runtime: 'onnx' }), endlessModel());
  const champion = { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_CHAMPION: QUIET };
  const service = await startBuiltService({ ...champion, ...settings }, log);
  onTestFinished(() => {
    for (const pid of servingPids(service.child.pid)) process.kill(pid, 'SIGKILL');
  });
  return service;
}

async function post(url: string, body = SCAN, technology = QUIET, headers: Readonly<Record<string, string>> = {}) {
  const reply = await fetch(`${url}/v1/scans?technology=${technology}`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', ...headers },
    body,
  });
  return { status: reply.status, answer: Value.Parse(AnswerSchema, await reply.json()) };
}

/** The status of the answer, or `cut off` where the connection broke. */
async function fateOf(answer: ReturnType<typeof post>): Promise<number | 'cut off'> {
  return answer.then(
    ({ status }) => status,
    () => 'cut off' as const,
  );
}

async function stateOf(url: string, id: string | undefined) {
  const reply = await fetch(`${url}/v1/scans/${id}`);
  return Value.Parse(AnswerSchema, await reply.json());
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** A new process serves in the place of the one before, the reason is counted, and nothing of the old one is left. */
async function expectReplaced(url: string, reason: string, times = 1): Promise<void> {
  const counted = async () => (await isReady(url)) && sumOf(await readMetrics(url), 'process_restarts_total', reason);
  await expect.poll(counted, PATIENTLY).toBe(times);
  // What was queued goes on at once.
  const underWay = async () => {
    const metrics = await readMetrics(url);
    return sumOf(metrics, 'in_flight') + sumOf(metrics, 'queue_depth') + sumOf(metrics, 'workers', 'busy');
  };
  await expect.poll(underWay, PATIENTLY).toBe(0);
  expect((await post(url)).status).toBe(201);
}

describe.skipIf(!isBuilt)('a service whose process ends by itself', () => {
  it(
    'loses the scans that it had in flight, is replaced on the same port, and finishes what was queued',
    async () => {
      const { url, child, exited } = await startService(300, {
        SCANBENCH_WORKERS: '2',
        SCANBENCH_IN_FLIGHT_LIMIT: '8',
      });
      const queued = await Promise.all([1, 2, 3].map(() => post(url, SCAN, QUIET, { prefer: 'respond-async' })));
      expect(queued.map(({ status }) => status)).toEqual([202, 202, 202]);
      const answers = Array.from({ length: 5 }, () => fateOf(post(url)));
      await expect.poll(async () => sumOf(await readMetrics(url), 'in_flight'), PATIENTLY).toBeGreaterThanOrEqual(4);
      const [pid = 0] = servingPids(child.pid);
      process.kill(pid, 'SIGKILL');
      const fates = await Promise.all(answers);
      expect(fates.filter((fate) => fate !== 201 && fate !== 503 && fate !== 'cut off')).toEqual([]);
      expect(fates).toContain('cut off');

      await expectReplaced(url, '"killed"');
      for (const { answer } of queued) {
        await expect.poll(async () => (await stateOf(url, answer.id)).state, PATIENTLY).toBe('screened');
      }
      // What was answered is on record, and what was cut off is not half there.
      const { items } = Value.Parse(ListSchema, await (await fetch(`${url}/v1/scans`)).json());
      expect(items.length).toBe(3 + fates.filter((fate) => fate === 201).length + 1);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'does not forget what its former one doubted was old: a clock that jumped ahead stays doubted',
    async () => {
      const isAhead = path.join(await temporaryFolder(), 'is-ahead');
      const settings = {
        NODE_OPTIONS: `--import=${shipped('dist', 'tests', 'main', 'clock-ahead.js')}`,
        CLOCK_AHEAD_FILE: isAhead,
        SCANBENCH_RETENTION_DAYS: '1',
      };
      const { url, child } = await startService(0, settings, 'pipe');
      let log = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
      const { id } = (await post(url)).answer;
      await writeFile(isAhead, '');
      for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGKILL');
      await expectReplaced(url, '"killed"');
      await expect.poll(() => log, PATIENTLY).toContain('jumped ahead by 576000 minutes');
      expect((await fetch(`${url}/v1/scans/${id}/views/side/image.png`)).status).toBe(200);
      expect(sumOf(await readMetrics(url), 'retention_removed_total')).toBe(0);
    },
    LIMIT_MS,
  );

  it(
    'says that native code crashed, and takes a process that says nothing for one that hangs',
    async () => {
      const { url, child } = await startService(0, { SCANBENCH_WORKERS: '1', SCANBENCH_HANG_SECONDS: '3' });
      for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGSEGV');
      await expectReplaced(url, '"crash"');
      for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGSTOP');
      await expectReplaced(url, '"unresponsive"');
      expect(sumOf(await readMetrics(url), 'process_restarts_total')).toBe(2);
    },
    LIMIT_MS,
  );

  it(
    'answers the scan whose inference hangs and those beside it, refuses others, and is replaced',
    async () => {
      const settings = { SCANBENCH_WORKERS: '2', SCANBENCH_HANG_SECONDS: '2', SCANBENCH_DEADLINE_MS: '120000' };
      const { url } = await startService(2_000, settings);
      const hanging = post(url, endlessScan(), ENDLESS);
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
      const beside = post(url);
      expect(await hanging).toMatchObject({ status: 500, answer: { code: 'runtime-failed', technology: ENDLESS } });
      // Until the other one is answered it still stands, and lets nobody in.
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
      expect(await post(url)).toMatchObject({ status: 503, answer: { code: 'draining' } });
      expect((await beside).status).toBe(201);
      await expectReplaced(url, '"hung-inference"');
    },
    LIMIT_MS,
  );

  it(
    'answers the scans that the thread of the GPU hangs with and those beside it, and is replaced together with that thread',
    async () => {
      const { url } = await startService(0, { SCANBENCH_WORKERS: '3', SCANBENCH_HANG_SECONDS: '3', ...GPU_ON_CPU });
      expect((await post(url, quickScan(), ENDLESS_ON_GPU)).status).toBe(201);
      const hanging = [post(url, endlessScan(), ENDLESS_ON_GPU)];
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
      // It would be computed in a moment, but waits for the same device.
      hanging.push(post(url, quickScan(), ENDLESS_ON_GPU));
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(2);
      expect((await post(url)).status).toBe(201);
      for (const answer of hanging) {
        const failure = { code: 'runtime-failed', technology: ENDLESS_ON_GPU };
        expect(await answer).toMatchObject({ status: 500, answer: failure });
      }
      await expectReplaced(url, '"hung-inference"');
      expect((await post(url, quickScan(), ENDLESS_ON_GPU)).status).toBe(201);
    },
    LIMIT_MS,
  );

  it(
    'gives up a queued scan that ended its process twice, and finishes the others',
    async () => {
      const { url } = await startService(0, { SCANBENCH_WORKERS: '2', SCANBENCH_HANG_SECONDS: '1' });
      const fatal = await post(url, endlessScan(), ENDLESS, { prefer: 'respond-async' });
      const other = await post(url, SCAN, QUIET, { prefer: 'respond-async' });
      await expect
        .poll(() => stateOf(url, fatal.answer.id).catch(() => null), PATIENTLY)
        .toMatchObject({
          state: 'failed',
          failure: { code: 'runtime-failed', message: expect.stringContaining('2 times') },
        });
      expect((await stateOf(url, other.answer.id)).state).toBe('screened');
      await expectReplaced(url, '"hung-inference"', 2);
    },
    LIMIT_MS,
  );

  it(
    'leaves out a model that it does not come back from loading, says so, and serves the others',
    async () => {
      const modelsDir = await temporaryFolder();
      await writeNullModel(modelsDir, 'quiet', {}, { score: 0.1 });
      await writeModel(modelsDir, modelManifest({ id: 'endless', runtime: 'onnx' }), endlessModel(1));
      const settings = { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_WORKERS: '2', SCANBENCH_HANG_SECONDS: '1' };
      // The model costs 30 s before the process is replaced, and spins in both threads meanwhile.
      const { child, url, exited } = await startBuiltService(settings, undefined, 150_000);
      expect((await post(url)).status).toBe(201);
      const endless: unknown = await (await fetch(`${url}/v1/technologies/${ENDLESS}`)).json();
      expect(endless).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('within 30 s') });
      expect(sumOf(await readMetrics(url), 'process_restarts_total', 'hung-inference')).toBe(1);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'stops on SIGTERM although an inference hangs',
    async () => {
      const { url, child, exited } = await startService(0, { SCANBENCH_WORKERS: '1', SCANBENCH_HANG_SECONDS: '2' });
      const hanging = fateOf(post(url, endlessScan(), ENDLESS));
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
      child.kill('SIGTERM');
      expect(await hanging).toBe(500);
      expect(await exited).toEqual([1, null]);
    },
    LIMIT_MS,
  );
});

const ListSchema = Type.Object({ items: Type.Array(Type.Unknown()) });

describe.skipIf(!isBuilt)('a service that cannot start', () => {
  const start = (settings: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, [shipped('dist', 'src', 'main.js')], {
      env: { PATH: process.env['PATH'], SCANBENCH_PORT: '0', SCANBENCH_LOG_LEVEL: 'silent', ...settings },
      encoding: 'utf8',
      timeout: 60_000,
    });

  it(
    'says once why, and ends, instead of starting process after process',
    async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      onTestFinished(() => void taken.close());
      const address = taken.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const modelsDir = await temporaryFolder();
      await writeNullModel(modelsDir, 'quiet');
      const { status, stdout, stderr } = start({
        SCANBENCH_LOG_LEVEL: 'error',
        SCANBENCH_PORT: String(port),
        SCANBENCH_DATA_DIR: await temporaryFolder(),
        SCANBENCH_MODELS_DIR: modelsDir,
      });
      expect(status).toBe(1);
      expect(stderr.match(/is in use/g)).toHaveLength(1);
      expect(stdout).toContain('"how":"exit code 1"');
    },
    LIMIT_MS,
  );

  it(
    'is told that another one has the records',
    async () => {
      const dataDir = await temporaryFolder();
      await startService(5, { SCANBENCH_WORKERS: '1', SCANBENCH_DATA_DIR: dataDir });
      expect(start({ SCANBENCH_DATA_DIR: dataDir }).stderr).toContain('Another Scanbench serves these records already');
    },
    LIMIT_MS,
  );
});

it.skipIf(!isBuilt)(
  'begins when the processes of a service before it, which was killed, have answered what they let in',
  async () => {
    const settings = { SCANBENCH_WORKERS: '1', SCANBENCH_DATA_DIR: await temporaryFolder() };
    const { url, child } = await startService(8_000, settings);
    let isAnswered = false;
    const answer = fateOf(post(url)).finally(() => {
      isAnswered = true;
    });
    await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
    child.kill('SIGKILL');
    const next = await startService(5, settings);
    expect(isAnswered).toBe(true);
    expect(await answer).toBe(201);
    const { items } = Value.Parse(ListSchema, await (await fetch(`${next.url}/v1/scans`)).json());
    expect(items).toHaveLength(1);
  },
  LIMIT_MS,
);
