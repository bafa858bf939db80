import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';

const compiled = shipped('dist', 'src', 'main.js');
const picture = shipped('samples', 'first-light', '010-palletised-boxes', 'side.high.png');

it.skipIf(!existsSync(compiled) || !existsSync(picture))(
  'SIGTERM under load: what was let in is answered, what comes later is told to come again, exit code 0',
  async () => {
    const service = spawn(process.execPath, [compiled], {
      env: { PATH: process.env['PATH'], SCANBENCH_PORT: '0', SCANBENCH_WORKERS: '2', SCANBENCH_IN_FLIGHT_LIMIT: '16' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exited = once(service, 'exit');
    let text = '';
    service.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const address = () => /serves on (http:\S+)/.exec(text)?.[1] ?? '';
    await expect.poll(address, { timeout: 10_000 }).not.toBe('');
    const url = address();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 20_000 }).toBe(200);

    const body = readFileSync(picture);
    const post = async () => {
      const reply = await fetch(`${url}/v1/scans`, { method: 'POST', headers: { 'content-type': 'image/png' }, body });
      await reply.json();
      return reply.status;
    };
    const first = post();
    const load = Array.from({ length: 12 }, post);
    await first;
    service.kill('SIGTERM');

    // All connections were made before the signal: each is answered, with a decision or with `draining`.
    const statuses = await Promise.all(load);
    expect(statuses.every((status) => status === 201 || status === 503)).toBe(true);
    expect(statuses).toContain(201);
    expect(await exited).toEqual([0, null]);
  },
  60_000,
);
