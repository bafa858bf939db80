import { writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { hasOpenssl, makeSelfSigned } from '../fixtures/self-signed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { writeNullModel } from '../workers/null-models.ts';
import { isBuilt, spawnBuiltService } from './built-service.ts';
import { servingPids } from './serving-pids.ts';

const PATIENTLY = { timeout: 60_000, interval: 200 };

/** The status of an answer, or 0 where nobody answers with this certificate. */
function statusAt(address: string, ca: string): Promise<number> {
  return new Promise((resolve) => {
    const agent = new Agent({ ca, keepAlive: false });
    get(address, { agent }, (reply) => reply.resume().once('end', () => resolve(reply.statusCode ?? 0))).once(
      'error',
      () => resolve(0),
    );
  });
}

it.skipIf(!isBuilt || !hasOpenssl)(
  'a process that is replaced while the files of TLS are wrong serves with those before, and takes up right ones',
  async () => {
    const modelsDir = await temporaryFolder();
    await writeNullModel(modelsDir, 'quiet');
    const folder = await temporaryFolder();
    const { certFile, keyFile, cert } = makeSelfSigned(folder, 'gate');
    const settings = { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile, SCANBENCH_WORKERS: '1' };
    const { child, exited } = await spawnBuiltService({ SCANBENCH_MODELS_DIR: modelsDir, ...settings }, 'pipe');
    let [said, log] = ['', ''];
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => (said += piece));
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (log += piece));
    const address = () => /serves on (https:\S+)/.exec(said)?.[1] ?? '';
    await expect.poll(address, PATIENTLY).not.toBe('');
    await expect.poll(() => statusAt(`${address()}/readyz`, cert), PATIENTLY).toBe(200);

    writeFileSync(certFile, 'nonsense');
    const before = servingPids(child.pid);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await expect.poll(() => servingPids(child.pid).some((pid) => !before.includes(pid)), PATIENTLY).toBe(true);
    await expect.poll(() => statusAt(`${address()}/readyz`, cert), PATIENTLY).toBe(200);
    expect(log).toContain('cannot be used together');
    expect(log).toContain('goes on with those before');

    const renewed = makeSelfSigned(folder, 'gate');
    await expect.poll(() => statusAt(`${address()}/readyz`, renewed.cert), PATIENTLY).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  },
  240_000,
);

it.skipIf(!isBuilt || !hasOpenssl)(
  'files of TLS that become wrong are logged once, however many processes serve',
  async () => {
    const modelsDir = await temporaryFolder();
    await writeNullModel(modelsDir, 'quiet');
    const { certFile, keyFile } = makeSelfSigned(await temporaryFolder(), 'gate');
    const tls = { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile };
    const processes = { SCANBENCH_WORKERS: '2', SCANBENCH_PROCESSES: '2' };
    const settings = { SCANBENCH_MODELS_DIR: modelsDir, ...tls, ...processes };
    const { child, exited } = await spawnBuiltService(settings, 'pipe');
    let log = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (log += piece));
    const linesWith = (words: string) => log.split('\n').filter((line) => line.includes(words)).length;
    await expect.poll(() => linesWith('listening at'), PATIENTLY).toBe(2);
    writeFileSync(certFile, 'nonsense');
    await expect.poll(() => linesWith('cannot be used together'), PATIENTLY).toBeGreaterThan(0);
    // By then every process has looked.
    await sleep(11_000);
    expect(linesWith('cannot be used together')).toBe(1);
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  },
  240_000,
);
