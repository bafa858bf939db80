import { describe, expect, it } from 'vitest';
import { addressOf, operations } from '../described-operations.ts';
import { startTestApp } from '../test-app.ts';

describe('a query parameter that is not described', () => {
  it('is refused under /v1 at every address, with every method, before anything is done', async () => {
    const test = await startTestApp();
    const all = (await operations(test)).filter(({ path }) => path.startsWith('/v1/'));
    expect(all.length).toBeGreaterThan(20);
    for (const { method, path } of [...all, { method: 'HEAD' as const, path: '/v1/lineup' }]) {
      const reply = await test.app.inject({ method, url: `${addressOf(path)}?dryRnu=true` });
      expect([method, path, reply.statusCode]).toEqual([method, path, expect.toBeOneOf([400, 415])]);
    }
    const deletion = await test.app.inject({ method: 'DELETE', url: '/v1/scans/x?dryRun=true' });
    expect(deletion.json()).toMatchObject({
      status: 400,
      detail: 'The query parameter "dryRun" is not known. This address takes none: leave it out.',
    });
    expect((await test.app.inject('/v1/scans?x=1')).json()).toMatchObject({
      detail:
        'The query parameter "x" is not known. Known are: cursor, limit, decision, technology, containerNumber, from, to.',
    });
  });

  it.each(['/livez', '/readyz', '/metrics', '/openapi.json', '/', '/app.js', '/errors.md', '/v2', '/v2/health/ready'])(
    'is passed over at %s, where others add their own',
    async (url) => {
      const { app } = await startTestApp();
      expect((await app.inject(`${url}?verbose=1`)).statusCode).toBe((await app.inject(url)).statusCode);
    },
  );
});
