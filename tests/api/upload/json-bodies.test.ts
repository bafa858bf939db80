import { describe, expect, it } from 'vitest';
import { startTestApp } from '../test-app.ts';

const SAID_TWICE = '{"champion":null,"challengers":[],"plan":{"a":1,"a":2}}';
const NO_UTF_8 = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);

/** Sends a body of JSON; what is answered. */
async function send(method: 'PUT' | 'POST', url: string, payload: Buffer) {
  const { app } = await startTestApp();
  const reply = await app.inject({ method, url, headers: { 'content-type': 'application/json' }, payload });
  return { status: reply.statusCode, ...reply.json() };
}

describe.each([
  ['PUT', '/v1/lineup', 400, 'malformed-request', 'The body has'],
  ['POST', '/v1/reports', 400, 'malformed-request', 'The body has'],
  ['PUT', '/v1/scans/x/inspection', 422, 'invalid-inspection', 'The inspection has'],
] as const)('%s %s', (method, url, status, code, subject) => {
  it('refuses a field that is named twice, however deep, as it refuses a field that is wrong', async () => {
    expect(await send(method, url, Buffer.from(SAID_TWICE))).toMatchObject({
      status,
      code,
      detail: `${subject} the field "a" twice: send it once.`,
    });
    expect(await send(method, url, Buffer.from('{"x":1}'))).toMatchObject({ status, code });
  });

  it.each([
    ['{', 'The body is no JSON: send an object as described.'],
    ['', 'The body is empty: send an object as described.'],
    [NO_UTF_8, 'The body is no text in UTF-8: save it in that encoding.'],
  ])('says what is wrong with %j', async (body, detail) => {
    expect(await send(method, url, Buffer.from(body))).toMatchObject({
      status: 400,
      code: 'malformed-request',
      detail,
    });
  });
});

it.each(['/v2/repository/index', '/v2/repository/models/x/load'])(
  'POST %s refuses a field that is named twice in the form of the protocol',
  async (url) => {
    const reply = await send('POST', url, Buffer.from('{"ready":true,"ready":false}'));
    expect(reply).toEqual({ status: 400, error: 'The body has the field "ready" twice: send it once.' });
  },
);

it('a byte-order mark before a body, as editors on Windows write one, is passed over', async () => {
  const body = Buffer.from('\uFEFF{"champion":null,"challengers":[]}');
  expect(await send('PUT', '/v1/lineup', body)).toMatchObject({ status: 200, champion: null });
});
