import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isBuilt, SAMPLE, startBuiltService } from './built-service.ts';

it.skipIf(!isBuilt || !existsSync(SAMPLE))(
  'SIGTERM under load: what was let in is answered, what comes later is told to come again, exit code 0',
  async () => {
    const { url, child, exited } = await startBuiltService({
      SCANBENCH_WORKERS: '2',
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
  60_000,
);
