import { describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from './test-app.ts';

/** What must not be found in any line of the log nor in the metrics, wherever it came in. */
const SECRETS = ['CSQU305438', 'SECRET', 'secret', '0193a0c0'];

async function findLeaks({ app, logLines }: TestApp): Promise<readonly string[]> {
  const told = logLines.join('') + (await app.inject('/metrics')).body;
  expect(logLines.length).toBeGreaterThan(0);
  return SECRETS.filter((secret) => told.includes(secret));
}

function form(partName: string, metadata: string, fileName = 'SECRET.png', mediaType = 'image/png'): string {
  return (
    `--b\r\nContent-Disposition: form-data; name="${partName}"; filename="${fileName}"\r\n` +
    `Content-Type: ${mediaType}\r\n\r\nbytes\r\n--b\r\n` +
    `Content-Disposition: form-data; name="metadata"\r\n\r\n${metadata}\r\n--b--`
  );
}

async function post({ app }: TestApp, payload: string, query = ''): Promise<number> {
  const headers = { 'content-type': 'multipart/form-data; boundary=b', 'user-agent': 'secret', cookie: 'k=SECRET' };
  return (await app.inject({ method: 'POST', url: `/v1/scans${query}`, headers, payload })).statusCode;
}

const GOOD = JSON.stringify({ containerNumber: 'CSQU3054383', scannerId: 'SECRET', consignmentId: 'secret' });

describe('the log and the metrics', () => {
  it('name the route and the code, never the address', async () => {
    const test = await startTestApp();
    await test.app.inject('/v1/scans/CSQU3054383?secret=1');
    await test.app.inject('/v1/scans/0193a0c0-0000-7000-8000-000000000000');
    await test.app.inject('/secret/CSQU3054383');
    await test.app.inject('/secret/%');
    await test.app.inject({ method: 'DELETE', url: '/v1/technologies?secret' });
    await test.app.inject('/samples/secret/../CSQU3054383.png');
    expect(await findLeaks(test)).toEqual([]);
    expect(test.logLines.map((line) => JSON.parse(line)).slice(0, 4)).toEqual([
      expect.objectContaining({ method: 'GET', route: '/v1/scans/:id', status: 400, code: 'malformed-request' }),
      expect.objectContaining({ method: 'GET', route: '/v1/scans/:id', status: 404, code: 'unknown-scan' }),
      expect.objectContaining({ method: 'GET', route: 'other', status: 404, code: 'not-found' }),
      expect.objectContaining({ method: 'GET', route: 'other', status: 400, code: 'malformed-request' }),
    ]);
  });

  it.each([
    ['a scan that is screened', form('side', GOOD), '', 201],
    ['a wrong container number', form('side', '{"containerNumber":"CSQU3054384"}'), '', 422],
    ['an unknown field', form('side', '{"SECRET":1}'), '', 422],
    ['metadata that are no JSON', form('side', '{SECRET'), '', 422],
    ['a wrong part name', form('SECRET', GOOD), '', 400],
    ['a wrong media type', form('side', GOOD, 'secret', 'x/secret'), '', 415],
    ['a body cut off', form('side', GOOD).slice(0, -8), '', 400],
    ['an unknown technology', form('side', GOOD), '?technology=SECRET', 404],
    ['an unknown parameter', form('side', GOOD), '?secret=CSQU3054383', 400],
    ['a wrong parameter', form('side', GOOD), '?maps=SECRET', 400],
  ])('say nothing of what came with %s', async (_what, payload, query, status) => {
    const test = await startTestApp();
    expect(await post(test, payload, query)).toBe(status);
    expect(await findLeaks(test)).toEqual([]);
  });

  it('say nothing of the scan when a bug is logged', async () => {
    const test = await startTestApp();
    test.screener.answer = () => Promise.reject(new Error('a bug'));
    expect(await post(test, form('side', GOOD), '?technology=first@onnx-cpu')).toBe(500);
    expect(await findLeaks(test)).toEqual([]);
    expect(test.logLines.join('')).toContain('a bug');
  });
});
