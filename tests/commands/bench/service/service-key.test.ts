import { afterEach, describe, expect, it, vi } from 'vitest';
import { listTechnologies } from '../../../../src/commands/bench/service/list-technologies.ts';
import { serviceClient } from '../../../../src/commands/bench/service/service-client.ts';
import { serviceKeyFor } from '../../../../src/commands/bench/service/service-key.ts';
import { benchCommand } from '../../../../src/commands/bench.ts';
import { readConfig } from '../../../../src/config/read-config.ts';
import { readServiceKey } from '../../../../src/config/service-key.ts';
import { makeKeyParts, writeKey } from '../../../../src/records/access/api-key.ts';
import { hearStreams } from '../../../fixtures/hear-streams.ts';
import { failureOf, valueFrom } from '../../../fixtures/value-from.ts';
import { startFakeService } from './fake-service.ts';

const KEY = writeKey(makeKeyParts());
const SECRET = KEY.split('_').slice(2).join('_');

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('the key for a service', () => {
  it('comes from SCANBENCH_KEY, which is no setting of a service', () => {
    expect(readServiceKey({ SCANBENCH_KEY: KEY })).toBe(KEY);
    expect([readServiceKey({}), readServiceKey({ SCANBENCH_KEY: '' })]).toEqual([null, null]);
    expect(readConfig({ SCANBENCH_KEY: KEY })).toMatchObject({ ok: true, warnings: [] });
  });

  it('goes over TLS, or to this machine', () => {
    for (const target of ['https://scans.example', 'http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]']) {
      expect(valueFrom(serviceKeyFor(target, KEY))).toBe(KEY);
    }
    expect(valueFrom(serviceKeyFor('http://scans.example', null))).toBeNull();
    const refused = failureOf(serviceKeyFor('http://scans.example:8080', KEY));
    expect(refused).toMatch(/in the clear.*https/);
    expect(refused).not.toContain(SECRET);
  });

  it('that is none is refused, and not shown', () => {
    const refused = failureOf(serviceKeyFor('https://scans.example', KEY.slice(0, -3)));
    expect(refused).toContain('SCANBENCH_KEY holds no key');
    expect(refused).not.toContain(SECRET.slice(0, 20));
  });

  it('is sent with every request', async () => {
    const fake = await startFakeService();
    fake.asksForKey = true;
    const client = serviceClient(fake.url, KEY);
    expect(valueFrom(await listTechnologies(client))).toHaveLength(1);
    client.close();
    expect(fake.authorizations).toEqual([`Bearer ${KEY}`]);
  });

  it('is asked for by its variable where the service asks for one', async () => {
    const fake = await startFakeService();
    fake.asksForKey = true;
    const client = serviceClient(fake.url);
    expect(failureOf(await listTechnologies(client))).toBe('It asks for a key. It is read from SCANBENCH_KEY.');
    client.close();
  });

  it('is taken by scanbench bench, and printed nowhere', async () => {
    const fake = await startFakeService();
    vi.stubEnv('SCANBENCH_KEY', `${KEY}x`);
    const text = hearStreams();
    await benchCommand().parseAsync(['--target', fake.url], { from: 'user' });
    expect(process.exitCode).toBe(2);
    expect(text()).toContain('SCANBENCH_KEY holds no key');
    expect(text()).not.toContain(SECRET);
    expect(fake.authorizations).toEqual([]);
  });
});
