import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/** A port of this machine that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/**
 * Starts the built service as users do, on a free port and with a data folder of its own, which `fill` may put records
 * into, and waits until it is ready.
 * With `SCANBENCH_URL` it uses the service that already runs there instead.
 */
export async function startService(fill: (dataFolder: string) => Promise<void> = async () => {}): Promise<Service> {
  const running = process.env['SCANBENCH_URL'];
  if (running !== undefined) return { url: running, stop: async () => {} };

  const port = await freePort();
  const dataFolder = await mkdtemp(join(tmpdir(), 'scanbench-e2e-'));
  await fill(dataFolder);
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    env: { ...process.env, SCANBENCH_PORT: String(port), SCANBENCH_DATA_DIR: dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (text) => {
    log += text;
  });
  child.stderr.on('data', (text) => {
    log += text;
  });
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + 50_000;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      child.kill();
      throw new Error(`The service did not become ready:\n${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    async stop() {
      child.kill();
      await exited;
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
