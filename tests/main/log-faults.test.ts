import { openSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, SAMPLE, startBuiltService } from './built-service.ts';
import { servingPids } from './serving-pids.ts';

async function settings() {
  const modelsDir = await temporaryFolder();
  await writeNullModel(modelsDir, 'null', {}, { score: 0.1 });
  return { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_WORKERS: '1' };
}

async function post(url: string): Promise<number> {
  const headers = { 'content-type': 'image/png' };
  const body = new Uint8Array(readFileSync(SAMPLE));
  return (await fetch(`${url}/v1/scans`, { method: 'POST', headers, body })).status;
}

describe.skipIf(!isBuilt)('a service whose log is lost', () => {
  it('serves on when whoever reads its log and its errors has ended', async () => {
    const { url, child, exited } = await startBuiltService(await settings(), 'pipe');
    const serving = servingPids(child.pid);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect([await post(url), await post(url), await post(url)]).toEqual([201, 201, 201]);
    // The primary writes a line of its own.
    for (const pid of serving) process.kill(pid, 'SIGKILL');
    await expect.poll(() => post(url).catch(() => 0), { timeout: 60_000 }).toBe(201);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  }, 120_000);

  it('serves on when the disk of its log is full', async () => {
    const { url, child, exited } = await startBuiltService(await settings(), openSync('/dev/full', 'w'));
    const serving = servingPids(child.pid);
    expect([await post(url), await post(url)]).toEqual([201, 201]);
    expect(servingPids(child.pid)).toEqual(serving);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  }, 120_000);
});
