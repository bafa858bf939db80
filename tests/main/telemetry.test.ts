import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { isBuilt, SAMPLE, startBuiltService } from './built-service.ts';

// ONNX Runtime keeps what it tells its maker, and an id of the machine, in the home of the user until it is sent.
describe.skipIf(!isBuilt)('telemetry of ONNX Runtime', () => {
  it('is off in a service, in all its threads, whatever the environment says', async () => {
    const home = await temporaryFolder();
    const { child, exited } = await startBuiltService({
      HOME: home,
      ORT_DISABLE_TELEMETRY: '0',
      SCANBENCH_WORKERS: '1',
    });
    child.kill('SIGTERM');
    await exited;
    expect(await readdir(home)).toEqual([]);
  });

  it('is off in a command', async () => {
    const home = await temporaryFolder();
    const cli = shipped('dist', 'src', 'cli.js');
    const env = { PATH: process.env['PATH'], HOME: home };
    const screened = spawnSync(process.execPath, [cli, 'screen', SAMPLE, '-t', 'local-contrast@onnx-cpu'], { env });
    expect(screened.status).toBe(0);
    expect(await readdir(home)).toEqual([]);
  });
});
