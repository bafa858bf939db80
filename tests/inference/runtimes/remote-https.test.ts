import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openHttp } from '../../../src/inference/runtimes/remote/http-connection.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf } from '../../fixtures/value-from.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A server whose certificate was made on the spot, and the file of that certificate. */
async function startHttps(): Promise<{ readonly port: number; readonly certificate: string }> {
  const folder = await temporaryFolder();
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const options = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  spawnSync('openssl', ['req', ...options, ...subject, '-keyout', key, '-out', certificate]);
  const server = https.createServer({ key: await readFile(key), cert: await readFile(certificate) }, (_, response) => {
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, certificate };
}

const ASK = { method: 'GET', path: '/v2', deadlineMs: 5000, answerLimitBytes: () => 100 } as const;

it.skipIf(!hasOpenssl)('trusts no certificate that nobody vouches for, and names the cure', async () => {
  const { port } = await startHttps();
  const connection = openHttp(new URL(`https://localhost:${port}`), 'secret');
  expect(failureOf(await connection.request(ASK))).toMatch(/not trusted .*NODE_EXTRA_CA_CERTS/);
  connection.close();
});

/** What comes of asking `url` by a process that trusts a certificate: Node reads the variable for it once, at its start. */
async function askTrusting(certificate: string, url: string): Promise<string> {
  const script = `const { openHttp } = await import('./dist/src/inference/runtimes/remote/http-connection.js');
    const connection = openHttp(new URL('${url}'), null);
    console.log(JSON.stringify(await connection.request({ ...${JSON.stringify(ASK)}, answerLimitBytes: () => 100 })));
    connection.close();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
  });
  let said = '';
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  await new Promise((resolve) => child.on('exit', resolve));
  return said;
}

it.skipIf(!hasOpenssl)('trusts one whose CA is in NODE_EXTRA_CA_CERTS', async () => {
  const { port, certificate } = await startHttps();
  expect(await askTrusting(certificate, `https://localhost:${port}`)).toContain('"ok":true');
});

it.skipIf(!hasOpenssl)(
  'says of one for another name that the address is to be its name, not that a CA helps',
  async () => {
    const { port, certificate } = await startHttps();
    const said = await askTrusting(certificate, `https://127.0.0.1:${port}`);
    expect(said).toMatch(/other names than this one .*address it by a name in its certificate/);
    expect(said).not.toContain('NODE_EXTRA_CA_CERTS');
  },
);

it('says that a port speaks no TLS', async () => {
  const server = http.createServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const connection = openHttp(new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`), null);
  expect(failureOf(await connection.request(ASK))).toMatch(/^speaks no TLS .*the port on which it speaks HTTPS/);
  connection.close();
});

it.skipIf(!hasOpenssl)('says of one that closes an unencrypted connection that it may want https', async () => {
  const { port } = await startHttps();
  const connection = openHttp(new URL(`http://127.0.0.1:${port}`), null);
  expect(failureOf(await connection.request(ASK))).toContain('whether its address wants https');
  connection.close();
});
