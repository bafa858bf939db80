import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { type ClientRequest, createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { request } from 'node:https';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { hasOpenssl, makeSelfSigned } from '../fixtures/self-signed.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const isThere = hasOpenssl && spawnSync('nginx', ['-v']).error === undefined;

/** The nginx of deploy/nginx.conf before a service, on a socket in a folder of its own. */
async function startNginx(service: RequestListener) {
  const server = createServer(service).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  const folder = await temporaryFolder();
  const { certFile, keyFile } = makeSelfSigned(folder);
  const [socketPath, logFile] = [path.join(folder, 'socket'), path.join(folder, 'access.log')];
  const site = readFileSync(shipped('deploy', 'nginx.conf'), 'utf8')
    .replace('127.0.0.1:8080', `127.0.0.1:${address.port}`)
    .replace('listen 443', `listen unix:${socketPath}`)
    .replace('/etc/scanbench/cert.pem', certFile)
    .replace('/etc/scanbench/key.pem', keyFile)
    .replace('/var/log/nginx/scanbench.log', logFile);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${path.join(folder, kind)};`,
  );
  const config = path.join(folder, 'nginx.conf');
  const main = 'daemon off; master_process off; pid nginx.pid; error_log stderr;';
  await writeFile(config, `${main}\nevents {}\nhttp {\n${temporary.join('\n')}\n${site}\n}\n`);
  const nginx = spawn('nginx', ['-p', folder, '-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(nginx.stderr);
  onTestFinished(async () => {
    nginx.kill();
    expect(await said).not.toContain('[emerg]');
    server.closeAllConnections();
    server.close();
  });
  await vi.waitFor(() => ask(socketPath, 'GET', '/livez'), { timeout: 20_000 });
  return { socketPath, log: () => readFile(logFile, 'utf8') };
}

async function ask(socketPath: string, method: string, address: string, body?: Buffer) {
  const headers = { host: 'scans.example', ...(body && { 'content-length': body.length }) };
  const asked = request({ socketPath, method, path: address, headers, rejectUnauthorized: false });
  asked.end(body);
  const response = await answerTo(asked);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => asked.on('response', resolve).on('error', reject));
}

it.skipIf(!isThere)(
  'nginx hands scans of any size to the service, as they come and under the name that was asked',
  async () => {
    const { socketPath, log } = await startNginx(async (asked, response) => {
      const { length } = await buffer(asked);
      response.end(JSON.stringify({ length, host: asked.headers.host }));
    });
    const answer = await ask(socketPath, 'POST', '/v1/scans?containerNumber=CSQU3054383', Buffer.alloc(3 << 20));
    expect(JSON.parse(answer.body)).toEqual({ length: 3 << 20, host: 'scans.example' });
    expect(answer.headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000' });
    await vi.waitFor(async () => expect(await log()).toContain('POST /v1/scans 200'));
    expect(await log()).not.toContain('CSQU3054383');
  },
);

it.skipIf(!isThere)("gives a refusal on in the service's words, before the body has come", async () => {
  const { socketPath } = await startNginx((asked, response) => {
    const status = asked.method === 'POST' ? 503 : 200;
    response
      .writeHead(status, { 'content-type': 'application/problem+json', 'retry-after': '7' })
      .end('{"code":"overloaded"}');
  });
  const headers = { host: 'scans.example', 'content-length': 8 << 20 };
  const asked = request({ socketPath, method: 'POST', path: '/v1/scans', headers, rejectUnauthorized: false });
  asked.write(Buffer.alloc(1 << 20));
  const response = await answerTo(asked);
  expect(response.statusCode).toBe(503);
  expect(response.headers).toMatchObject({ 'retry-after': '7' });
  expect(await text(response)).toBe('{"code":"overloaded"}');
  asked.destroy();
});
