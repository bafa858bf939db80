import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { startTestApp } from '../test-app.ts';

const TAKING = [
  ['POST', '/v1/scans', 'image/png', 'picture'],
  ['PUT', `/v1/scans/${uuidv7()}/inspection`, 'application/json', '{}'],
  ['POST', '/v1/inspections', 'text/csv', 'containerNumber'],
  ['PUT', '/v1/lineup', 'application/json', '{"champion":null,"challengers":[]}'],
  ['POST', '/v1/reports', 'application/json', '{}'],
  ['POST', '/v2/repository/index', 'application/json', '{}'],
  ['POST', '/v2/repository/models/first/load', 'application/json', '{}'],
  ['POST', '/v2/models/first/infer', 'application/json', '{}'],
] as const;

it.each(TAKING)('%s %s takes no compressed body, nor one that says it is', async (method, url, type, text) => {
  const { app } = await startTestApp();
  const send = (encoding: string, payload: string | Buffer) =>
    app.inject({ method, url, headers: { 'content-type': type, 'content-encoding': encoding }, payload });
  for (const [encoding, payload] of [
    ['gzip', gzipSync(text)],
    ['gzip', text],
    ['identity, br', text],
  ] as const) {
    const reply = await send(encoding, payload);
    expect(reply.statusCode).toBe(415);
    expect(reply.body).toContain(`The content encoding ${encoding} is not accepted: send the body as it is`);
  }
  // What is not encoded, whichever way that is said, is refused for another reason or not at all.
  for (const encoding of ['identity', 'Identity', '']) expect((await send(encoding, text)).statusCode).not.toBe(415);
});
