import { spawnSync } from 'node:child_process';
import { openSync, readFileSync, readSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { namedPipe } from '../fixtures/named-pipe.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { type BuiltService, isBuilt, SAMPLE, startBuiltService } from './built-service.ts';
import { servingPids } from './serving-pids.ts';

async function settings() {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'null', {}, { score: 0.1 });
  return { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_WORKERS: '1' };
}

/** The status of the answer to a scan; an answer that does not come is an error, so that a test says at which step it waited. */
async function post(url: string): Promise<number> {
  const headers = { 'content-type': 'image/png' };
  const body = new Uint8Array(readFileSync(SAMPLE));
  const signal = AbortSignal.timeout(30_000);
  const answer = await fetch(`${url}/v1/scans`, { method: 'POST', headers, body, signal });
  await answer.arrayBuffer();
  return answer.status;
}

async function isAlive(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(30_000) });
  await answer.arrayBuffer();
  return answer.status === 200;
}

/** Asks it to end, and waits until it has. */
async function stop({ child }: BuiltService): Promise<void> {
  child.kill('SIGTERM');
  await expect.poll(() => child.exitCode).toBe(0);
}

describe.skipIf(!isBuilt)('a service whose log is lost', () => {
  it('serves on when whoever reads its log and its errors has ended', async () => {
    const service = await startBuiltService(await settings(), 'pipe');
    const { url, child } = service;
    const serving = servingPids(child.pid);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect([await post(url), await post(url), await post(url)]).toEqual([201, 201, 201]);
    // The primary writes a line of its own.
    for (const pid of serving) process.kill(pid, 'SIGKILL');
    await expect.poll(() => post(url).catch(() => 0), { timeout: 60_000 }).toBe(201);
    await stop(service);
  }, 120_000);

  it.each([
    ['pipe', async () => (await namedPipe({ waits: true })).writing],
    // What a child is given as a pipe by Node is a socket, as the journal of systemd is.
    ['socket', async () => 'pipe' as const],
  ])(
    'serves on, replaces its processes and stops when whoever reads its log from a %s has stalled',
    async (_what, log) => {
      const service = await startBuiltService(await settings(), await log());
      const { url, child } = service;
      // More lines than either holds.
      for (let round = 0; round < 20; round++) {
        const answers = await Promise.all(Array.from({ length: 50 }, () => isAlive(url)));
        expect(answers.every(Boolean)).toBe(true);
      }
      for (const pid of servingPids(child.pid)) process.kill(pid, 'SIGKILL');
      await expect.poll(() => post(url).catch(() => 0), { timeout: 60_000 }).toBe(201);
      await stop(service);
    },
    120_000,
  );

  it('writes at its end what it kept and can write then', async () => {
    const { reading, writing } = await namedPipe({ waits: true });
    // The pipe is read in the very turn in which the process ends: no other moment is left to write in.
    const script = `
      import { readSync } from 'node:fs';
      import { createLogger } from ${JSON.stringify(shipped('dist', 'src', 'api', 'request-log.js'))};
      const logger = createLogger('info');
      for (let n = 0; n < 1000; n++) logger.info('one of more lines than a pipe holds, and fewer than twice as many');
      setImmediate(() => {
        for (let taken = 0; taken < 60_000; ) taken += readSync(3, Buffer.alloc(60_000 - taken));
        process.exit();
      });`;
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', writing, 'inherit', reading],
    });
    expect(status).toBe(0);
    // Half of it at least was written after the reading.
    expect(readSync(reading, Buffer.alloc(65_536))).toBeGreaterThan(32_768);
  });

  it('serves on when the disk of its log is full', async () => {
    const service = await startBuiltService(await settings(), openSync('/dev/full', 'w'));
    const { url, child } = service;
    const serving = servingPids(child.pid);
    expect([await post(url), await post(url)]).toEqual([201, 201]);
    expect(servingPids(child.pid)).toEqual(serving);
    await stop(service);
  }, 120_000);
});
