import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { isBuilt } from './built-service.ts';
import {
  expectReplaced,
  fateOf,
  LIMIT_MS,
  ListSchema,
  PATIENTLY,
  post,
  QUIET,
  SCAN,
  startService,
  stateOf,
} from './processes/one-process.ts';
import { readMetrics, sumOf } from './read-metrics.ts';
import { servingPids } from './serving-pids.ts';

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
});
