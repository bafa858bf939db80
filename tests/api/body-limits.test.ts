import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { listen, startTestApp } from './test-app.ts';

const MAX_SCAN_BYTES = 200_000;
const LIMITS = [
  ['POST', '/v1/scans', 'image/png', MAX_SCAN_BYTES, 'scan-too-large'],
  ['POST', '/v1/scans', 'multipart/form-data; boundary=b', MAX_SCAN_BYTES, 'scan-too-large'],
  ['PUT', '/v1/scans/{id}/inspection', 'application/json', 65_536, 'body-too-large'],
  ['POST', '/v1/inspections', 'text/csv', 16_777_216, 'body-too-large'],
  ['PUT', '/v1/lineup', 'application/json', 65_536, 'body-too-large'],
  ['POST', '/v1/reports', 'application/json', 65_536, 'body-too-large'],
] as const;
const OPEN_INFERENCE_LIMITS = [
  ['POST', '/v2/repository/index', 65_536],
  ['POST', '/v2/repository/models/{model}/load', 65_536],
  ['POST', '/v2/repository/models/{model}/unload', 65_536],
  ['POST', '/v2/models/{model}/infer', MAX_SCAN_BYTES],
  ['POST', '/v2/models/{model}/versions/{version}/infer', MAX_SCAN_BYTES],
] as const;

/** Sends one byte more than the limit, of a length that is told or not; gives the status and the JSON of the answer. */
async function sendTooMuch(method: string, path: string, type: string, limit: number, isTold: boolean) {
  const { app } = await startTestApp({ maxScanBytes: MAX_SCAN_BYTES });
  const { url } = await listen(app);
  const headers = { 'content-type': type, ...(isTold && { 'content-length': limit + 1 }) };
  return new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    const sent = request(url + path.replaceAll(/\{\w+\}/g, 'any'), { method, headers }, async (response) => {
      resolve({ status: response.statusCode, body: await json(response) });
    });
    sent.on('error', reject).end(Buffer.alloc(limit + 1, ' '));
  });
}

describe.each([
  ['told', true],
  ['not told', false],
])('a body over its limit, with a length that is %s', (_told, isTold) => {
  it.each(LIMITS)('is answered 413 by %s %s (%s)', async (method, path, type, limit, code) => {
    const { status, body } = await sendTooMuch(method, path, type, limit, isTold);
    expect(status).toBe(413);
    expect(body).toMatchObject({ status: 413, code, type: `/errors.md#${code}` });
    expect(body).toHaveProperty(
      'detail',
      expect.stringMatching(new RegExp(`at most ${limit} bytes.*SCANBENCH_MAX_SCAN_BYTES`)),
    );
  });

  it.each(OPEN_INFERENCE_LIMITS)('is answered 413 by %s %s', async (method, path, limit) => {
    const { status, body } = await sendTooMuch(method, path, 'application/json', limit, isTold);
    expect(status).toBe(413);
    expect(body).toEqual({ error: expect.stringContaining(`at most ${limit} bytes`) });
  });
});

it('holds each address that takes a body to its limit', async () => {
  const { app } = await startTestApp();
  const { paths } = (await app.inject('/openapi.json')).json();
  const taking = Object.entries<Record<string, { requestBody?: object; responses: object }>>(paths).flatMap(
    ([path, operations]) =>
      Object.entries(operations).flatMap(([method, { requestBody, responses }]) => {
        if (requestBody === undefined) return [];
        expect(responses).toHaveProperty('413');
        return [`${method.toUpperCase()} ${path}`];
      }),
  );
  const held = [...LIMITS, ...OPEN_INFERENCE_LIMITS].map(([method, path]) => `${method} ${path}`);
  expect(taking.toSorted()).toEqual([...new Set(held)].toSorted());
});
