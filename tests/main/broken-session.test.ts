import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, startBuiltService } from './built-service.ts';
import { expectAtRest } from './expect-at-rest.ts';
import { SCAN } from './fatal-scan.ts';
import { readMetrics, sumOf } from './read-metrics.ts';

/** Long enough on a machine that is busy with other work; what is waited for mostly comes at once. */
const PATIENTLY = { timeout: 60_000, interval: 100 };
const LIMIT_MS = 180_000;
const BREAKS = 'local-contrast@onnx-cpu';
const STAYS = 'stays@null-cpu';

/** The real service with sessions that can be broken: see `breaking-session.ts`. */
async function startBreakingService(settings: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder();
  const modelsDir = path.join(folder, 'models');
  await cp(shipped('models', 'local-contrast'), path.join(modelsDir, 'local-contrast'), { recursive: true });
  await writeNullModel(modelsDir, 'stays', {}, { score: 0.1 });
  const order = path.join(folder, 'break');
  const service = await startBuiltService({
    NODE_OPTIONS: `--import=${shipped('dist', 'tests', 'main', 'breaking-session.js')}`,
    BREAK_SESSION: order,
    SCANBENCH_WORKERS: '1',
    SCANBENCH_MODELS_DIR: modelsDir,
    SCANBENCH_CHAMPION: BREAKS,
    ...settings,
  });
  return { ...service, breakSession: () => writeFile(order, '') };
}

async function post(url: string, technology: string, headers: Readonly<Record<string, string>> = {}) {
  const reply = await fetch(`${url}/v1/scans?technology=${technology}`, {
    method: 'POST',
    headers: { 'content-type': 'image/png', ...headers },
    body: SCAN,
  });
  return { status: reply.status, text: await reply.text() };
}

const restarts = async (url: string) => sumOf(await readMetrics(url), 'worker_restarts_total', '"broken-session"');
const readiness = async (url: string) => (await fetch(`${url}/readyz`)).status;

describe.skipIf(!isBuilt)('a session on the CPU that fails at what it could do before', () => {
  it(
    'costs the scan that met it: its thread is replaced, and the next scan is answered as before',
    async () => {
      const { url, child, exited, breakSession } = await startBreakingService();
      const before = JSON.parse((await post(url, BREAKS)).text);
      await breakSession();
      expect(await post(url, BREAKS)).toMatchObject({ status: 500, text: expect.stringContaining('out of bounds') });
      const after = await post(url, BREAKS);
      expect(after.status).toBe(201);
      expect(JSON.parse(after.text).screenings[0].score).toBe(before.screenings[0].score);
      expect(await restarts(url)).toBe(1);
      expect(await readiness(url)).toBe(200);
      await expectAtRest(url);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'where it breaks off again and again, is away for a while, the others serve on, and what was accepted for later waits',
    async () => {
      const { url, breakSession } = await startBreakingService();
      for (const broken of [1, 2]) {
        await breakSession();
        expect((await post(url, BREAKS)).status).toBe(500);
        await expect.poll(() => restarts(url), PATIENTLY).toBe(broken);
        expect((await post(url, STAYS)).status).toBe(201);
      }
      await breakSession();
      const queued = await post(url, BREAKS, { prefer: 'respond-async' });
      expect(queued.status).toBe(202);
      await expect.poll(() => readiness(url), PATIENTLY).toBe(500);
      expect(await post(url, BREAKS)).toMatchObject({ status: 404, text: expect.stringContaining('is replaced') });
      expect((await post(url, STAYS)).status).toBe(201);
      await expect.poll(() => readiness(url), PATIENTLY).toBe(200);
      expect(await restarts(url)).toBe(3);
      expect((await post(url, BREAKS)).status).toBe(201);
      const stateOf = async () => (await fetch(`${url}/v1/scans/${JSON.parse(queued.text).id}`)).json();
      await expect.poll(stateOf, PATIENTLY).toMatchObject({ state: 'screened' });
      await expectAtRest(url);
    },
    LIMIT_MS,
  );

  it(
    'keeps no other thread from screening meanwhile',
    async () => {
      const { url, breakSession } = await startBreakingService({ SCANBENCH_WORKERS: '2' });
      await breakSession();
      const statuses = await Promise.all(Array.from({ length: 4 }, async () => (await post(url, BREAKS)).status));
      expect(statuses.toSorted()).toEqual([201, 201, 201, 500]);
      await expect.poll(() => restarts(url), PATIENTLY).toBe(1);
      expect(await readiness(url)).toBe(200);
      await expectAtRest(url);
    },
    LIMIT_MS,
  );
});
