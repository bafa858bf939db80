import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, startBuiltService } from './built-service.ts';
import { expectAtRest } from './expect-at-rest.ts';
import { SCAN } from './fatal-scan.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import { servingPids } from './serving-pids.ts';

/** Long enough on a machine that is busy with other work; what is waited for mostly comes at once. */
const PATIENTLY = { timeout: 60_000, interval: 200 };
const LIMIT_MS = 180_000;
const ON_GPU = 'local-contrast@onnx-webgpu';
const SLOW = 'slow@null-cpu';
const SLOW_MS = 3000;

/** The real service with a GPU that is none and can be lost: see `losing-gpu.ts`. */
async function startLosingService(settings: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder();
  const modelsDir = path.join(folder, 'models');
  await cp(shipped('models', 'local-contrast'), path.join(modelsDir, 'local-contrast'), { recursive: true });
  await writeNullModel(modelsDir, 'slow', {}, { busyMs: SLOW_MS, score: 0.1 });
  const lostWhile = path.join(folder, 'lost');
  const service = await startBuiltService({
    NODE_OPTIONS: `--import=${shipped('dist', 'tests', 'main', 'losing-gpu.js')}`,
    LOST_WHILE: lostWhile,
    SCANBENCH_PROVIDERS: 'webgpu,cpu',
    SCANBENCH_WORKERS: '2',
    SCANBENCH_MODELS_DIR: modelsDir,
    SCANBENCH_CHAMPION: ON_GPU,
    ...settings,
  });
  onTestFinished(() => {
    for (const pid of servingPids(service.child.pid)) process.kill(pid, 'SIGKILL');
  });
  return { ...service, lose: () => writeFile(lostWhile, ''), giveBack: () => rm(lostWhile) };
}

async function post(url: string, query = '', headers: Readonly<Record<string, string>> = {}) {
  const reply = await fetch(`${url}/v1/scans${query}`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', ...headers },
    body: SCAN,
  });
  return { status: reply.status, text: await reply.text() };
}

/** The status of an answer, or 0 where nobody listens. */
async function statusAt(address: string): Promise<number> {
  // A connection of its own: one that is kept may be ended under a request.
  return fetch(address, { headers: { connection: 'close' } }).then(
    ({ status }) => status,
    () => 0,
  );
}

const restartsOf = async (url: string, reason: string) =>
  sumOf(await readMetrics(url), 'process_restarts_total', `"${reason}"`);

describe.skipIf(!isBuilt)('a service that loses its GPU', () => {
  it(
    'answers every scan, serves on without it, and takes it up by itself when it is back',
    async () => {
      const { url, child, exited, lose, giveBack } = await startLosingService();
      expect((await post(url)).status).toBe(201);
      const slow = post(url, `?technology=${SLOW}`);
      await lose();
      expect(await post(url)).toMatchObject({ status: 500, text: expect.stringContaining('device lost') });
      await expect.poll(() => statusAt(`${url}/readyz`), PATIENTLY).toBe(500);
      expect(await post(url)).toMatchObject({ status: 500, text: expect.stringContaining('The GPU is lost') });
      expect((await slow).status).toBe(201);
      expect((await post(url, `?technology=${SLOW}`)).status).toBe(201);
      expect(await restartsOf(url, 'device-lost')).toBe(0);

      // In flight when the process gives way: it is answered first.
      const last = post(url, `?technology=${SLOW}`);
      await giveBack();
      expect((await last).status).toBe(201);
      await expect.poll(() => statusAt(`${url}/readyz`), PATIENTLY).toBe(200);
      await expect.poll(() => restartsOf(url, 'device-lost'), PATIENTLY).toBe(1);
      await expect.poll(() => statusAt(`${url}/readyz`), PATIENTLY).toBe(200);
      expect((await post(url)).status).toBe(201);
      await expectAtRest(url);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'finds it again also where the process crashed with it, and screens then what was accepted for later',
    async () => {
      const { url, child, lose, giveBack } = await startLosingService();
      await lose();
      const queued = await post(url, '', { prefer: 'respond-async' });
      expect(queued.status).toBe(202);
      const stateOf = async () => (await fetch(`${url}/v1/scans/${JSON.parse(queued.text).id}`)).json();
      for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGSEGV');
      await expect.poll(() => statusAt(`${url}/readyz`), PATIENTLY).toBe(500);
      expect(await stateOf()).toMatchObject({ state: 'queued' });
      const technology = await (await fetch(`${url}/v1/technologies/${ON_GPU}`)).json();
      expect(technology).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('tried again') });
      await giveBack();
      await expect.poll(() => statusAt(`${url}/readyz`), PATIENTLY).toBe(200);
      expect([await restartsOf(url, 'crash'), await restartsOf(url, 'device-lost')]).toEqual([1, 1]);
      await expect.poll(stateOf, PATIENTLY).toMatchObject({ state: 'screened' });
    },
    LIMIT_MS,
  );

  it(
    'gives way one process after the other where several serve',
    async () => {
      const { url, lose, giveBack } = await startLosingService({ SCANBENCH_PROCESSES: '2' });
      const idle = async () => sumOf(await readMetrics(url), 'workers', 'state="idle"');
      await expect.poll(idle, PATIENTLY).toBe(2);
      await lose();
      // The connections of this client are dealt to both in turn.
      for (let sent = 0; sent < 6; sent++) await post(url, '', { connection: 'close' });
      await giveBack();
      // Many at once, so that some come in the very moment in which a process ends.
      const statuses = new Set<number>();
      let isOver = false;
      const askers = Array.from({ length: 12 }, async () => {
        while (!isOver) statuses.add(await statusAt(`${url}/livez`));
      });
      await expect.poll(() => restartsOf(url, 'device-lost').catch(() => 0), PATIENTLY).toBe(2);
      isOver = true;
      await Promise.all(askers);
      expect([...statuses]).toEqual([200]);
      await expect.poll(idle, PATIENTLY).toBe(2);
      for (let sent = 0; sent < 4; sent++) expect((await post(url, '', { connection: 'close' })).status).toBe(201);
      await expectAtRest(url);
    },
    LIMIT_MS,
  );
});
