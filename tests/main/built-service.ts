import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const COMPILED = shipped('dist', 'src', 'main.js');

/** False where the tests of the running service must be skipped: `npm run build` first. */
export const isBuilt = existsSync(COMPILED);

/** A small scan that comes with the service. */
export const SAMPLE = shipped('samples', 'smoke', '001-palletised-boxes', 'side.high.png');

export interface BuiltService {
  readonly url: string;
  readonly child: ChildProcess;
  /** The exit code and the signal, once the process has ended. */
  readonly exited: Promise<unknown>;
}

/** Starts the compiled service as `npm start` does, on a free port. */
export async function spawnBuiltService(
  settings: Readonly<Record<string, string>>,
  log: 'ignore' | 'pipe' | number = 'ignore',
) {
  const dataDir = await temporaryFolder();
  const child = spawn(process.execPath, [COMPILED], {
    env: { PATH: process.env['PATH'], SCANBENCH_PORT: '0', SCANBENCH_DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', log, 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, exited: once(child, 'exit') };
}

/** Starts it, and waits until it is ready, a minute unless told otherwise. */
export async function startBuiltService(
  settings: Readonly<Record<string, string>>,
  log?: 'pipe' | number,
  readyWithinMs = 60_000,
): Promise<BuiltService> {
  const { child, exited } = await spawnBuiltService(settings, log);
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const address = () => /serves on (https?:\S+)/.exec(text)?.[1] ?? '';
  // What it says instead is why it did not start.
  await expect.poll(() => address() || text, { timeout: 60_000 }).toMatch(/^https?:/);
  const url = address();
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: readyWithinMs }).toBe(200);
  return { url, child, exited };
}
