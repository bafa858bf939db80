import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Value } from 'typebox/value';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../../src/installation.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeNullModel } from '../../workers/null-models.ts';
import { isBuilt } from '../built-service.ts';
import { readMetrics, sumOf } from '../read-metrics.ts';
import { fateOf, LIMIT_MS, ListSchema, PATIENTLY, post, startService } from './one-process.ts';

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

describe.skipIf(!isBuilt)('a service after one that was killed', () => {
  it(
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
});
