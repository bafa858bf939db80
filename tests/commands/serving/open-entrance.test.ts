import { copyFileSync, utimesSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openEntrance } from '../../../src/commands/serving/open-entrance.ts';
import {
  type ReadTls,
  readTlsFiles,
  renewTls,
  warnDaily,
  watchTlsFiles,
} from '../../../src/commands/serving/tls-files.ts';
import { listen, startTestApp } from '../../api/test-app.ts';
import { makeTestKey } from '../../api/test-keys.ts';
import { hasOpenssl, makeSelfSigned } from '../../fixtures/self-signed.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { openTestRecords } from '../../records/test-records.ts';

describe('the service', () => {
  it.each(['0.0.0.0', '::', '192.0.2.7', 'gate.example'])('does not listen on %s without keys', async (host) => {
    const records = await openTestRecords();
    const refused = await openEntrance({ host, isInsecure: false }, records);
    expect(refused).toEqual({
      ok: false,
      isWrongSetting: true,
      message: expect.stringContaining('scanbench keys create'),
    });
    expect(await openEntrance({ host, isInsecure: true }, records)).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining('no keys')],
    });
    await makeTestKey(records);
    expect(await openEntrance({ host, isInsecure: false }, records)).toEqual({
      ok: true,
      tls: null,
      warnings: [expect.stringContaining('in the clear')],
      passedOver: null,
    });
  });

  it.each(['127.0.0.1', '::1', 'localhost'])('listens on %s with keys or without', async (host) => {
    const records = await openTestRecords();
    const open = { ok: true, tls: null, warnings: [], passedOver: null };
    expect(await openEntrance({ host, isInsecure: false }, records)).toEqual(open);
    await makeTestKey(records);
    expect(await openEntrance({ host, isInsecure: false }, records)).toEqual(open);
  });
});

describe.skipIf(!hasOpenssl)('TLS by file', () => {
  it('names the file and the setting where one cannot be used', async () => {
    const folder = await temporaryFolder();
    const [one, other] = [makeSelfSigned(folder, 'one'), makeSelfSigned(folder, 'other')];
    const [nonsense, empty] = [join(folder, 'nonsense.pem'), join(folder, 'empty.pem')];
    writeFileSync(nonsense, 'nonsense');
    writeFileSync(empty, '');
    const refusalOf = async (certFile: string, keyFile: string) => {
      const read = await readTlsFiles({ certFile, keyFile });
      return read.ok ? '' : read.message;
    };
    expect(await refusalOf(one.certFile, one.keyFile)).toBe('');
    expect(await refusalOf(join(folder, 'none'), one.keyFile)).toMatch(
      /SCANBENCH_TLS_CERT_FILE .*none.* cannot be read/,
    );
    expect(await refusalOf(one.certFile, folder)).toContain('SCANBENCH_TLS_KEY_FILE');
    expect(await refusalOf(one.certFile, other.keyFile)).toContain('cannot be used together');
    expect(await refusalOf(nonsense, one.keyFile)).toContain(nonsense);
    expect(await refusalOf(empty, one.keyFile)).toMatch(/SCANBENCH_TLS_CERT_FILE .*empty\.pem, which is empty/);
    expect(await refusalOf(one.certFile, empty)).toMatch(/SCANBENCH_TLS_KEY_FILE .*empty\.pem, which is empty/);
  });

  it('answers HTTPS, tells browsers to keep to it, and takes up a renewed certificate', async () => {
    const folder = await temporaryFolder();
    const [first, second] = [makeSelfSigned(folder, 'first'), makeSelfSigned(folder, 'second')];
    const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    const put = ({ certFile, keyFile }: typeof files) => {
      copyFileSync(certFile, files.certFile);
      copyFileSync(keyFile, files.keyFile);
    };
    put(first);
    const entrance = await openEntrance({ host: '127.0.0.1', isInsecure: false, tls: files }, await openTestRecords());
    if (!entrance.ok) throw new Error(entrance.message);
    const { app } = await startTestApp({}, undefined, undefined, entrance.tls);
    const { port } = await listen(app);

    const ask = (ca: string) =>
      new Promise<{ name: string; headers: Record<string, unknown>; status: number | undefined }>((resolve, reject) => {
        const agent = new Agent({ ca, keepAlive: false });
        get({ host: '127.0.0.1', port, path: '/livez', agent }, (reply) => {
          const { subject } = (reply.socket as TLSSocket).getPeerCertificate();
          reply
            .resume()
            .once('end', () => resolve({ name: String(subject.CN), headers: reply.headers, status: reply.statusCode }));
        }).once('error', reject);
      });
    const reply = await ask(first.cert);
    expect([reply.status, reply.name]).toEqual([200, 'first']);
    expect(reply.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(app.server.headersTimeout).toBe(10_000);
    expect(app.server.requestTimeout).toBe(120_000);

    copyFileSync(second.certFile, files.certFile);
    expect((await renewTls(app.server, files)).ok).toBe(false);
    expect((await ask(first.cert)).name).toBe('first');
    put(first);
    writeFileSync(files.keyFile, '');
    expect((await renewTls(app.server, files)).ok).toBe(false);
    expect((await ask(first.cert)).name).toBe('first');
    put(second);
    expect((await renewTls(app.server, files)).ok).toBe(true);
    expect((await ask(second.cert)).name).toBe('second');
  });

  it('tells one renewal once, what was renewed before the first look too, and nothing where files were only touched', async () => {
    const folder = await temporaryFolder();
    const files = makeSelfSigned(folder, 'gate');
    const { app } = await startTestApp({}, undefined, undefined, files);
    const renewed = makeSelfSigned(folder, 'gate');
    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const told: ReadTls[] = [];
    watchTlsFiles(app.server, files, files, (outcome) => told.push(outcome));
    const afterLooks = (count: number) =>
      expect
        .poll(() => {
          vi.advanceTimersByTime(10_000);
          return told.length;
        })
        .toBe(count);
    const afterTwoMore = async () => {
      for (let n = 0; n < 2; n++) {
        vi.advanceTimersByTime(10_000);
        await sleep(50);
      }
    };
    await afterLooks(1);
    expect(told).toEqual([{ ok: true, credentials: { cert: renewed.cert, key: renewed.key }, warning: null }]);
    const now = new Date();
    for (const file of [files.certFile, files.keyFile]) utimesSync(file, now, now);
    await afterTwoMore();
    expect(told).toHaveLength(1);
    writeFileSync(files.certFile, 'nonsense');
    await afterLooks(2);
    await afterTwoMore();
    expect(told.slice(1)).toEqual([{ ok: false, message: expect.stringContaining('cannot be used together') }]);
    writeFileSync(files.certFile, renewed.cert);
    await afterLooks(3);
    await afterTwoMore();
    expect(told.slice(2)).toMatchObject([{ ok: true }]);
  });

  it('goes on with what a process before this one served with where the files do not fit any more', async () => {
    const folder = await temporaryFolder();
    const { cert, key, certFile, keyFile } = makeSelfSigned(folder);
    const config = { host: '127.0.0.1', isInsecure: false, tls: { certFile, keyFile } };
    const records = await openTestRecords();
    const before = { cert, key };
    writeFileSync(certFile, 'nonsense');
    expect(await openEntrance(config, records)).toMatchObject({ ok: false, isWrongSetting: false });
    expect(await openEntrance(config, records, async () => before)).toEqual({
      ok: true,
      tls: before,
      warnings: [],
      passedOver: expect.stringMatching(/cannot be used together.*goes on with those before/),
    });
    writeFileSync(certFile, makeSelfSigned(folder, 'tls').cert);
    expect(await openEntrance(config, records, async () => before)).toMatchObject({ ok: true, passedOver: null });
  });

  it.each([
    ['expired', 10, /expired on .*: clients refuse it/],
    ['not yet in force', -10, /is not in force before .*: clients refuse it/],
  ])('warns of a certificate that is %s', async (_what, daysAhead, warning) => {
    const tls = makeSelfSigned(await temporaryFolder());
    const config = { host: '127.0.0.1', isInsecure: false, tls };
    const records = await openTestRecords();
    expect(await openEntrance(config, records)).toMatchObject({ ok: true, warnings: [] });
    vi.useFakeTimers({ now: Date.now() + daysAhead * 86_400_000, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    expect(await openEntrance(config, records)).toMatchObject({
      ok: true,
      warnings: [expect.stringMatching(warning)],
    });
  });

  it('warns once a day of the certificate that is served when that expires soon, and when it has', async () => {
    const folder = await temporaryFolder();
    const [first, renewed] = [makeSelfSigned(folder, 'first'), makeSelfSigned(folder, 'renewed')];
    const hour = 3_600_000;
    const made = Date.now();
    vi.useFakeTimers({ now: made, toFake: ['Date', 'setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    let served = first;
    const warnings: string[] = [];
    warnDaily(
      () => served,
      first,
      (warning) => warnings.push(warning),
    );
    // It is in force for two days, the last third of which is soon.
    vi.advanceTimersByTime(24 * hour);
    expect(warnings).toEqual([]);
    vi.setSystemTime(made + 10 * hour);
    vi.advanceTimersByTime(24 * hour);
    expect(warnings).toEqual([expect.stringMatching(/first.* expires on .*: renew it/)]);
    vi.advanceTimersByTime(24 * hour);
    expect(warnings.slice(1)).toEqual([expect.stringMatching(/first.* expired on .*: clients refuse it/)]);
    served = renewed;
    vi.setSystemTime(made);
    vi.advanceTimersByTime(24 * hour);
    expect(warnings).toHaveLength(2);
  });

  it('is not promised by a service without it', async () => {
    const { app } = await startTestApp();
    expect((await app.inject('/livez')).headers).not.toHaveProperty('strict-transport-security');
  });
});
