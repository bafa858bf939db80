import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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
