import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { endlessModel } from '../fixtures/endless-model.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeModel } from '../fixtures/write-model.ts';
import { isBuilt, SAMPLE, spawnBuiltService, startBuiltService } from './built-service.ts';
import { servingPids } from './serving-pids.ts';

// The signal goes to the primary, which is what a process manager knows.
it.skipIf(!isBuilt || !existsSync(SAMPLE)).each(['2', '3'])(
  'SIGTERM under load with %s workers: what was let in is answered, what comes later is told to come again, exit code 0',
  async (workers) => {
    const { url, child, exited } = await startBuiltService({
      SCANBENCH_WORKERS: workers,
      SCANBENCH_IN_FLIGHT_LIMIT: '16',
    });
    const body = readFileSync(SAMPLE);
    const post = async () => {
      const reply = await fetch(`${url}/v1/scans`, { method: 'POST', headers: { 'content-type': 'image/png' }, body });
      await reply.json();
      return reply.status;
    };
    const first = post();
    const load = Array.from({ length: 12 }, post);
    await first;
    child.kill('SIGTERM');

    // All connections were made before the signal: each is answered, with a decision or with `draining`.
    const statuses = await Promise.all(load);
    expect(statuses.every((status) => status === 201 || status === 503)).toBe(true);
    expect(statuses).toContain(201);
    expect(await exited).toEqual([0, null]);
  },
  120_000,
);

it.skipIf(!isBuilt)(
  'SIGKILL of the process that was started leaves no service behind',
  async () => {
    const { url, child } = await startBuiltService({ SCANBENCH_WORKERS: '3' });
    child.kill('SIGKILL');
    const isServed = () => fetch(`${url}/livez`).then(Boolean, () => false);
    await expect.poll(isServed, { timeout: 20_000 }).toBe(false);
  },
  120_000,
);

it.skipIf(!isBuilt)(
  'SIGTERM in the moment in which a serving process is started, and hears nothing yet, ends the service as any other',
  async () => {
    const { child, exited } = await spawnBuiltService({});
    await expect.poll(() => servingPids(child.pid).length, { timeout: 60_000, interval: 10 }).toBe(1);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  },
  120_000,
);

it.skipIf(!isBuilt)(
  'SIGTERM while a model is still being loaded ends the service within seconds, and says which one it did not wait for',
  async () => {
    const modelsDir = await temporaryFolder();
    await writeModel(modelsDir, modelManifest({ id: 'endless', runtime: 'onnx' }), endlessModel(1));
    const { child, exited } = await spawnBuiltService({ SCANBENCH_MODELS_DIR: modelsDir }, 'pipe');
    let log = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
    });
    await expect.poll(() => log, { timeout: 60_000 }).toContain('listening at');
    const [pid] = servingPids(child.pid);
    const before = cpuSecondsOf(pid);
    // Only a thread that is in native code with the model takes so much.
    await expect.poll(() => cpuSecondsOf(pid) - before, { timeout: 60_000 }).toBeGreaterThan(4);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(log).toMatch(/"kind":"left-loading","technologies":\["endless@onnx-cpu"\]/);
  },
  150_000,
);

/** What a process has used so far, in user code: 100 ticks a second. */
function cpuSecondsOf(pid: number | undefined): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
  return Number(afterName.split(' ')[11]) / 100;
}
