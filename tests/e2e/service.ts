import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService as startBuilt } from '../../bench/service.ts';
import { usableCpus } from '../../src/workers/thread-budget.ts';

export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the built service as users do, on a free port and with a data folder of its own, which `fill` may put records
 * into, and waits until it is ready.
 * With `SCANBENCH_URL` it uses the service that already runs there instead.
 */
export async function startService(fill: (dataFolder: string) => Promise<void> = async () => {}): Promise<Service> {
  const running = process.env['SCANBENCH_URL'];
  if (running !== undefined) return { url: running, stop: async () => {} };

  const dataDir = await mkdtemp(join(tmpdir(), 'scanbench-e2e-'));
  await fill(dataDir);
  const service = await startBuilt({ workers: usableCpus(), dataDir });
  return {
    url: service.url,
    async stop() {
      await service.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
