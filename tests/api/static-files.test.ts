import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/installation.ts';
import { startTestApp } from './test-app.ts';

const isConsoleBuilt = existsSync(shipped('dist', 'src', 'console', 'app.js'));

describe('static files', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/styles/layout.css', 'text/css; charset=utf-8'],
    ['/icons.svg', 'image/svg+xml'],
    ['/errors.md', 'text/markdown; charset=utf-8'],
    ['/samples/smoke/samples.jsonl', 'application/jsonl; charset=utf-8'],
    ['/samples/smoke/001-palletised-boxes/side.high.png', 'image/png'],
    ['/samples/smoke/010-palletised-boxes/side.high.jpg', 'image/jpeg'],
  ])('%s is served as %s, for this site only', async (url, type) => {
    const { app } = await startTestApp();
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe(type);
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    const policy = String(reply.headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  });

  it.each([
    ['POST', '/'],
    ['PUT', '/index.html?v=1'],
    ['DELETE', '/samples/smoke/samples.jsonl'],
    ['OPTIONS', '/errors.md'],
  ] as const)('%s %s is answered 405 with the methods that a file has', async (method, url) => {
    const { app } = await startTestApp();
    const reply = await app.inject({ method, url });
    expect(reply.statusCode).toBe(405);
    expect(reply.headers['allow']).toBe('GET, HEAD');
    expect(reply.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it.each(['/nothing.html', '/api/app.js', '/samples/smoke', '/samples/../package.json'])(
    'POST %s, where no file is served, is answered 404',
    async (url) => {
      const { app } = await startTestApp();
      expect((await app.inject({ method: 'POST', url })).statusCode).toBe(404);
    },
  );

  it.skipIf(!isConsoleBuilt).each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['text/markdown', 'text/markdown; charset=utf-8'],
    ['text/markdown, text/html;q=0.5', 'text/markdown; charset=utf-8'],
    ['*/*', 'text/markdown; charset=utf-8'],
  ])('/errors.md answers Accept: %s with %s (build first)', async (accept, type) => {
    const { app } = await startTestApp();
    const reply = await app.inject({ url: '/errors.md', headers: { accept } });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe(type);
    expect(reply.headers['vary']).toMatch(/accept/);
    expect(reply.body).toContain('overloaded');
    expect(reply.body.includes('id="overloaded"')).toBe(type.startsWith('text/html'));
  });

  it.skipIf(!isConsoleBuilt).each(['/', '/comparison.html', '/errors.html', '/report.html', '/reports.html'])(
    '%s is served whole (build first)',
    async (url) => {
      const { app } = await startTestApp();
      const { body } = await app.inject(url);
      expect(body).toContain('<link rel="stylesheet" href="/styles/tokens.css" />');
      expect(body).not.toContain('<!-- part');
    },
  );

  it.skipIf(!isConsoleBuilt).each([
    ['/app.js', 'import'],
    ['/domain/screening/anomaly-colour.js', 'export'],
  ])('%s is served as JavaScript (build first)', async (url, word) => {
    const { app } = await startTestApp();
    const reply = await app.inject(url);
    expect(reply.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(reply.body).toContain(word);
  });

  it.each([
    '/package.json',
    '/app.ts',
    '/tsconfig.json',
    '/parts/head.html',
    '/app.js.map',
    '/domain/',
    '/domain/screening/anomaly-colour.ts',
    '/domain/screening/anomaly-colour.js.map',
    '/domain/../api/app.js',
    '/domain/%2e%2e/main.js',
    '/.env',
    '/.git/config',
    '/samples/.hidden.png',
    '/samples/smoke/.git/config',
    '/samples/',
    '/samples/smoke',
    '/samples/../package.json',
    '/samples/%2e%2e/package.json',
    '/samples/..%2fpackage.json',
    '/samples/..%5cpackage.json',
    '/samples/%2e%2e/%2e%2e/%2e%2e/etc/passwd.md',
    '/samples//etc/passwd.md',

    '/docs/static/%2e%2e/%2e%2e/package.json',
    '/%2e%2e/package.json',
  ])('%s is not served', async (url) => {
    const { app } = await startTestApp();
    const reply = await app.inject(url);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    expect(reply.json()).toMatchObject({ status: 404, code: 'not-found', detail: expect.stringContaining('/docs') });
  });

  it('answers a condition that is not met and bytes that are not there as such', async () => {
    const { app } = await startTestApp();
    const get = (headers: Record<string, string>) => app.inject({ url: '/styles/layout.css', headers });
    const whole = await get({});
    const length = whole.rawPayload.length;

    const other = await get({ 'if-match': '"x"' });
    expect([other.statusCode, other.json().code]).toEqual([412, 'precondition-failed']);
    const beyond = await get({ range: 'bytes=99999999-' });
    expect([beyond.statusCode, beyond.json().code]).toEqual([416, 'range-not-satisfiable']);
    expect(beyond.headers['content-range']).toBe(`bytes */${length}`);
    expect(beyond.json().detail).toContain(`which has ${length}:`);

    expect((await get({ range: 'bytes=0-4' })).body).toBe(whole.body.slice(0, 5));
    // No range at all, so that all of it is meant.
    for (const range of ['bytes=5-2', 'bytes=0-4,5-2']) {
      expect([range, (await get({ range })).statusCode]).toEqual([range, 200]);
    }
  });
});
