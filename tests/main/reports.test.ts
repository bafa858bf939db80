import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { isAlive } from '../fixtures/is-alive.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { type BuiltService, isBuilt, startBuiltService } from './built-service.ts';
import { servingPids } from './serving-pids.ts';

/** As short as a plan can be, with blocks as long as is asked. */
function plan(roundSeconds: number) {
  return {
    name: 'short',
    technologies: ['local-contrast'],
    samples: ['smoke'],
    accuracyScans: 2,
    performanceScans: 1,
    scenarios: [{ scenario: 'single-stream', rounds: 1, roundSeconds }],
    warmUpScans: 0,
    workers: 1,
    percentiles: [0.5],
    taktSeconds: 30,
    pfaLimits: [0.1],
    seed: 1,
  };
}

/** One thread and one technology: the service is ready soon, and what is measured here is not how fast. */
async function smallService(): Promise<Readonly<Record<string, string>>> {
  const models = await temporaryFolder();
  await cp(shipped('models', 'local-contrast'), path.join(models, 'local-contrast'), { recursive: true });
  const dataDir = await temporaryFolder();
  return { SCANBENCH_WORKERS: '1', SCANBENCH_MODELS_DIR: models, SCANBENCH_DATA_DIR: dataDir };
}

async function ask({ url }: BuiltService, roundSeconds: number, more: object = {}) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ plan: plan(roundSeconds), ...more });
  const reply = await fetch(`${url}/v1/reports`, { method: 'POST', headers, body });
  const text = await reply.text();
  expect(reply.status, text).toBe(202);
  return JSON.parse(text);
}

async function read({ url }: BuiltService, id: string) {
  return (await fetch(`${url}/v1/reports/${id}`)).json();
}

/** Waits until the report times its technology, and gives the processes that do. */
async function processesThatTime(service: BuiltService, id: string) {
  await expect.poll(() => read(service, id), { timeout: 240_000 }).toMatchObject({ phrase: 'timing blocks, 0 of 1' });
  const processes = servingPids(service.child.pid).flatMap(processesBelow);
  expect(processes.length).toBeGreaterThanOrEqual(2);
  return processes;
}

/** The processes of a group and their priority: 19 is the lowest. */
function processesBelow(pid: number): readonly { readonly pid: number; readonly niceness: number }[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return children.map(Number).flatMap((child) => {
    const fields = readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return [{ pid: child, niceness: Number(fields[16]) }, ...processesBelow(child)];
  });
}

describe.skipIf(!isBuilt || process.platform !== 'linux')('a report of the running service', () => {
  it('is made by processes that come last for CPU and go first for memory, and they end when it is removed', async () => {
    const service = await startBuiltService(await smallService());
    const { id } = await ask(service, 600);
    const processes = await processesThatTime(service, id);
    for (const { pid, niceness } of processes) {
      expect([niceness, Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'))]).toEqual([19, 1000]);
    }
    expect((await fetch(`${service.url}/v1/reports/${id}`, { method: 'DELETE' })).status).toBe(204);
    await expect.poll(() => processes.filter(({ pid }) => isAlive(pid))).toEqual([]);
  }, 420_000);

  it('is interrupted where the service is killed, leaves no process behind, and the next is made to its end', async () => {
    const settings = await smallService();
    const killed = await startBuiltService(settings);
    const { id } = await ask(killed, 600);
    const processes = await processesThatTime(killed, id);
    const waiting = await ask(killed, 0.001, { gallery: true });
    const serving = servingPids(killed.child.pid);
    killed.child.kill('SIGKILL');
    for (const pid of serving) process.kill(pid, 'SIGKILL');
    await killed.exited;
    await expect.poll(() => processes.filter(({ pid }) => isAlive(pid))).toEqual([]);

    const service = await startBuiltService(settings);
    const failure = { code: 'runtime-failed', message: expect.stringContaining('interrupted') };
    expect(await read(service, id)).toMatchObject({ state: 'failed', failure });
    const summary = { technologies: ['local-contrast@onnx-cpu'], threats: 1, benigns: 1 };
    await expect
      .poll(() => read(service, waiting.id), { timeout: 240_000 })
      .toMatchObject({ state: 'finished', summary });
    const page = await fetch(`${service.url}/v1/reports/${waiting.id}/report.html`);
    const text = await page.text();
    expect(text).toContain('Comparison: short');
    expect(text).toContain('src="data:image/jpeg;base64,');
    const report = await fetch(`${service.url}/v1/reports/${waiting.id}/report.json`);
    expect(await report.json()).toMatchObject({ plan: { samples: ['samples/smoke'] } });
  }, 720_000);
});
