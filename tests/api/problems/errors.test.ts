import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HTTP_STATUS, problemOf } from '../../../src/api/problems/errors.ts';
import { FAILURE_CODES } from '../../../src/domain/failure.ts';
import { shipped } from '../../../src/installation.ts';
import { startTestApp } from '../test-app.ts';

const documented = [...readFileSync(shipped('docs', 'errors.md'), 'utf8').matchAll(/^## (\S+)\n\n\*\*(\d{3})\*\*/gm)];

describe('docs/errors.md', () => {
  it('explains each failure code with its status, and no other', () => {
    expect(documented.map(([, code, status]) => [code, Number(status)])).toEqual(
      FAILURE_CODES.map((code) => [code, HTTP_STATUS[code]]),
    );
  });

  it('is where the type of a problem leads', async () => {
    const { app } = await startTestApp();
    const { type } = problemOf({ code: 'overloaded', message: '' });
    const reply = await app.inject(type);
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toContain(`## ${type.split('#')[1]}`);
  });
});

describe('an address that answers nothing', () => {
  it.each([
    ['GET', '/v1/nothing', 404, 'not-found'],
    ['POST', '/nothing', 404, 'not-found'],
    ['GET', '/samples/../package.json', 404, 'not-found'],
    ['GET', '/errors.ts', 404, 'not-found'],
    ['GET', '/%', 400, 'malformed-request'],
    ['POST', '/v1/scans/%zz', 400, 'malformed-request'],
    ['GET', `/v1/scans/${'a'.repeat(300)}`, 404, 'not-found'],
    ['DELETE', `/v1/scans/${'a'.repeat(300)}`, 404, 'not-found'],
    ['PUT', `/v1/scans/${'a'.repeat(300)}/inspection`, 404, 'not-found'],
    ['DELETE', '/v1/technologies', 405, 'method-not-allowed'],
    ['GET', '/v1/scans/%00', 400, 'malformed-request'],
    ['GET', '/v1/scans?technology=a%00', 400, 'malformed-request'],
    ['PUT', '/v1/scans', 405, 'method-not-allowed'],
  ] as const)('%s %s is answered as a problem', async (method, url, status, code) => {
    const { app } = await startTestApp();
    const reply = await app.inject({ method, url });
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.json()).toMatchObject({ status, code });
    expect(reply.statusCode).toBe(status);
  });

  it('names the methods that are answered', async () => {
    const { app } = await startTestApp();
    expect((await app.inject({ method: 'DELETE', url: '/v1/technologies' })).headers.allow).toBe('GET, HEAD');
  });
});
