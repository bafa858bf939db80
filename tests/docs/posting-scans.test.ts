import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { isBuilt, startBuiltService } from '../main/built-service.ts';

const PAGE = readFileSync(shipped('docs', 'posting-scans.md'), 'utf8');
const SAMPLE = (file: string) => shipped('samples', 'smoke', '000-empty', file);

const CLIENTS = [
  { language: 'js', file: 'post-scan.mjs', program: process.execPath, isThere: true },
  {
    language: 'python',
    file: 'post_scan.py',
    program: 'python3',
    isThere: spawnSync('python3', ['-c', 'import requests']).status === 0,
  },
];

/** The only block of a language on the page, in a folder with a scan to post. */
async function writeClient(language: string, file: string): Promise<string> {
  const [block, ...others] = [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))];
  expect(others).toEqual([]);
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, file), block?.[1] ?? '');
  await writeFile(path.join(folder, 'scan.json'), JSON.stringify({ containerNumber: 'CSQU3054383', laneId: '3' }));
  for (const picture of ['side.high.png', 'side.low.png']) {
    await copyFile(SAMPLE(picture), path.join(folder, picture));
  }
  return folder;
}

async function run(program: string, file: string, folder: string, env: Readonly<Record<string, string>>) {
  const args = [file, 'scan.json', 'side.high=side.high.png', 'side.low=side.low.png'];
  const child = spawn(program, args, { cwd: folder, env: { PATH: process.env['PATH'], ...env } });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, stdout, stderr };
}

type Answer = (response: ServerResponse) => void;

/** A service that answers one request after the other as the list says; gives the requests as they came. */
async function scripted(answers: readonly Answer[]) {
  const requests: IncomingMessage['headers'][] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    const answer = answers[requests.length - 1];
    request.resume().on('end', () => answer?.(response));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}`, requests };
}

const problem =
  (status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    response.end(JSON.stringify({ status, detail }));
  };
const fromProxy =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html></html>');
  };
const breakOff: Answer = (response) => response.destroy();
const screened: Answer = (response) => {
  response.writeHead(201, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: 'a', screenings: [{ technology: 'x@y', decision: 'alarm', reason: null }] }));
};

describe.each(CLIENTS)('the client in $language', ({ language, file, program, isThere }) => {
  it.skipIf(!isThere || !isBuilt)(
    'posts both energies, and again is told of the very same scan',
    async () => {
      const { url } = await startBuiltService({ SCANBENCH_WORKERS: '1' });
      const folder = await writeClient(language, file);
      const first = await run(program, file, folder, { SCANBENCH_URL: url });
      expect(first, first.stderr).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout).toMatch(/^\S+@\S+ (clear|alarm|undecided)/);
      const answer = await readFile(path.join(folder, 'scan.json.answer.json'), 'utf8');
      expect(JSON.parse(answer)).toMatchObject({
        metadata: { containerNumber: 'CSQU3054383', laneId: '3' },
        views: [{ name: 'side', energies: ['high', 'low'] }],
      });
      expect(await run(program, file, folder, { SCANBENCH_URL: url })).toEqual(first);
      const again = await readFile(path.join(folder, 'scan.json.answer.json'), 'utf8');
      expect(JSON.parse(again).id).toBe(JSON.parse(answer).id);
    },
    120_000,
  );

  it.skipIf(!isThere)(
    'comes again under the same name until it is answered, and not before it may',
    async () => {
      const { url, requests } = await scripted([
        problem(503, 'Every place is taken.', { 'retry-after': '1' }),
        breakOff,
        problem(504, 'There was no answer within 10000 ms.', { 'retry-after': '0' }),
        screened,
      ]);
      const folder = await writeClient(language, file);
      const startedAt = performance.now();
      const { code, stdout, stderr } = await run(program, file, folder, { SCANBENCH_URL: url, SCANBENCH_KEY: 'sbk_a' });
      expect({ code, stdout: stdout.trim() }).toEqual({ code: 0, stdout: 'x@y alarm' });
      expect(performance.now() - startedAt).toBeGreaterThan(3000);
      expect(stderr).toMatch(
        /^503: Every place is taken\.\nno answer: .+\n504: There was no answer within 10000 ms\.\n$/,
      );
      const names = requests.map((headers) => headers['idempotency-key']);
      expect(names).toEqual(Array.from({ length: 4 }, () => names[0]));
      expect(names[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(requests[0]).toMatchObject({ prefer: 'wait=10', authorization: 'Bearer sbk_a' });
    },
    60_000,
  );

  it.skipIf(!isThere)('says what is wrong, and does not come again, where that would help nothing', async () => {
    const { url, requests } = await scripted([problem(422, 'The file of the view side is empty.')]);
    const folder = await writeClient(language, file);
    const { code, stderr } = await run(program, file, folder, { SCANBENCH_URL: url });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '422: The file of the view side is empty.\n' });
    expect(requests).toHaveLength(1);
  });

  it.skipIf(!isThere)('names a file that is not there, and tries nothing', async () => {
    const { url, requests } = await scripted([]);
    const folder = await writeClient(language, file);
    await rm(path.join(folder, 'side.low.png'));
    const { code, stderr } = await run(program, file, folder, { SCANBENCH_URL: url, GIVE_UP_SECONDS: '5' });
    expect(code).toBe(1);
    expect(stderr).toContain("'side.low.png'");
    expect(stderr).not.toContain('no answer');
    expect(requests).toEqual([]);
  });

  it.skipIf(!isThere)('says what a proxy in between refuses, and comes again only where that may pass', async () => {
    const { url, requests } = await scripted([
      fromProxy(502, { 'retry-after': 'Mon, 02 Mar 2026 08:15:00 GMT' }),
      fromProxy(413),
    ]);
    const folder = await writeClient(language, file);
    const { code, stderr } = await run(program, file, folder, { SCANBENCH_URL: url });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '502: Bad Gateway\n413: Payload Too Large\n' });
    expect(requests).toHaveLength(2);
  });

  it.skipIf(!isThere)('gives up when nobody can wait any longer', async () => {
    const { url, requests } = await scripted([problem(503, 'The service is stopping.', { 'retry-after': '30' })]);
    const folder = await writeClient(language, file);
    expect(await run(program, file, folder, { SCANBENCH_URL: url, GIVE_UP_SECONDS: '5' })).toMatchObject({ code: 1 });
    expect(requests).toHaveLength(1);
  });
});
