import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { readRemoteAccess } from '../../src/config/remote-access.ts';
import { failureOf } from '../fixtures/value-from.ts';

function configOf(env: Record<string, string>) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.message);
  return read.config;
}

function refusalOf(env: Record<string, string>): string {
  const read = readConfig(env);
  return read.ok ? '' : read.message;
}

describe('the settings', () => {
  it('have the documented defaults', () => {
    expect(configOf({ PATH: '/bin', SCANBENCH_WORKERS: '' })).toEqual({
      host: '127.0.0.1',
      port: 8080,
      isInsecure: false,
      requestsPerMinute: 0,
      dataDir: 'data',
      databaseUrl: 'sqlite:',
      challengers: [],
      asyncLimit: 1000,
      providers: ['cpu'],
      processes: 1,
      intraOpThreads: 1,
      batching: { tileBatch: 1, maxBatch: 8, maxWaitMs: 0 },
      deadlineMs: 30_000,
      hangSeconds: 120,
      taktSeconds: 30,
      retentionDays: 0,
      webhookAttempts: 10,
      webhookTimeoutMs: 10_000,
      maxScanBytes: 67_108_864,
      remoteAccess: { hosts: [], tokens: {} },
      logLevel: 'info',
    });
  });

  it('share out among processes only what is enough for each, and only records that can be shared', () => {
    const two = { SCANBENCH_PROCESSES: '2' };
    expect(configOf({ ...two, SCANBENCH_WORKERS: '2' })).toMatchObject({ processes: 2, workers: 2 });
    expect(refusalOf({ ...two, SCANBENCH_WORKERS: '1' })).toContain('SCANBENCH_WORKERS is 1, which 2 processes');
    expect(refusalOf({ ...two, SCANBENCH_IN_FLIGHT_LIMIT: '1' })).toContain('SCANBENCH_IN_FLIGHT_LIMIT is 1');
    expect(refusalOf({ ...two, SCANBENCH_DATABASE_URL: 'sqlite::memory:' })).toContain('memory of one process');
  });

  it('are read from their variables', () => {
    const config = configOf({
      SCANBENCH_PORT: '0',
      SCANBENCH_MODELS_DIR: '/models',
      SCANBENCH_CHAMPION: 'local-contrast@onnx-cpu',
      SCANBENCH_CHALLENGERS: 'pattern-break@onnx-cpu,tip-unet@onnx-cpu',
      SCANBENCH_DATABASE_URL: 'postgres://db/scans',
      SCANBENCH_PROVIDERS: 'cuda,cpu,cuda',
      SCANBENCH_WORKERS: '3',
      SCANBENCH_TILE_BATCH: '4',
      SCANBENCH_MAX_BATCH: '16',
      SCANBENCH_MAX_WAIT_MS: '2.5',
      SCANBENCH_IN_FLIGHT_LIMIT: '9',
      SCANBENCH_TAKT_SECONDS: '22.5',
    });
    expect(config).toMatchObject({
      port: 0,
      modelsDir: '/models',
      champion: 'local-contrast@onnx-cpu',
      challengers: ['pattern-break@onnx-cpu', 'tip-unet@onnx-cpu'],
      databaseUrl: 'postgres://db/scans',
      providers: ['cuda', 'cpu'],
      workers: 3,
      batching: { tileBatch: 4, maxBatch: 16, maxWaitMs: 2.5 },
      inFlightLimit: 9,
      taktSeconds: 22.5,
    });
  });

  it.each([
    ['SCANBENCH_PORT', 'http', 'a port from 0 to 65535'],
    ['SCANBENCH_PORT', '8080.5', 'a port from 0 to 65535'],
    ['SCANBENCH_PORT', '0x50', 'a port from 0 to 65535'],
    ['SCANBENCH_WORKERS', '0', 'from 1 to 512'],
    ['SCANBENCH_TILE_BATCH', '65', 'from 1 to 64'],
    ['SCANBENCH_MAX_BATCH', '0', 'from 1 to 256'],
    ['SCANBENCH_MAX_WAIT_MS', '-1', 'from 0 to 1000'],
    ['SCANBENCH_PROVIDERS', 'cpu,gpu', 'cpu, cuda, tensorrt, webgpu'],
    ['SCANBENCH_TAKT_SECONDS', '0', 'above 0'],
    ['SCANBENCH_LOG_LEVEL', 'loud', 'one of trace'],
    ['SCANBENCH_INSECURE', 'yes', '1'],
    ['SCANBENCH_DATABASE_URL', 'mysql://db/scans', 'postgres://'],
    ['SCANBENCH_RATE_LIMIT', '-1', '0 (no limit)'],
    ['SCANBENCH_QUEUE_URL', 'nats://queue', 'not supported by this version'],
    ['SCANBENCH_CHALLENGERS', 'one, two', 'separated by commas'],
    ['SCANBENCH_PROCESSES', '65', '1 to 64'],
    ['SCANBENCH_RETENTION_DAYS', 'forever', '0 (keep pictures and container numbers)'],
  ])('stop the start when %s is "%s", naming the variable, the value and what is allowed', (name, value, allowed) => {
    const message = refusalOf({ [name]: value });
    expect(message).toContain(name);
    expect(message).toContain(`"${value}"`);
    expect(message).toContain(allowed);
  });

  it.each([
    'postgre://user:s3cret@host/db',
    'user:s3cret@host/db',
    'mysql://user:s3/cr@s3cret@host',
    'http://host/db?user=user&password=s3cret',
    'postgres://user:s3/s3cret@host/db',
    'postgres://user:s3cret@host:99999/db',
    'postgres://user:s3cret@[host/db',
    'postgres://user:s3cret%E0%A4@host/db',
  ])('name SCANBENCH_DATABASE_URL where it is none, and never the password in it: %s', (url) => {
    const message = refusalOf({ SCANBENCH_DATABASE_URL: url });
    expect(message).toContain('SCANBENCH_DATABASE_URL');
    expect(message).not.toContain('s3cret');
  });

  it.each([
    ['sqlite:memory:', 'sqlite:./memory:'],
    ['sqlite::memory', 'sqlite:./:memory'],
    ['sqlite:memory', 'sqlite:./memory'],
    ['sqlite::Memory:', 'sqlite:./:Memory:'],
  ])('do not take records that were meant to be in memory for a file: %s', (url, file) => {
    const message = refusalOf({ SCANBENCH_DATABASE_URL: url });
    expect(message).toContain(`SCANBENCH_DATABASE_URL is "${url}"`);
    expect(message).toContain('write "sqlite::memory:"');
    expect(message).toContain(`or "${file}" for that file`);
    expect(configOf({ SCANBENCH_DATABASE_URL: file }).databaseUrl).toBe(file);
  });

  it.each(['sqlite:', 'sqlite::memory:', 'sqlite:memory.sqlite', 'sqlite:/memory', 'sqlite:in/memory'])(
    'take SQLite as %s',
    (url) => {
      expect(configOf({ SCANBENCH_DATABASE_URL: url }).databaseUrl).toBe(url);
    },
  );

  it.each([
    'postgres:///db',
    'postgres:///db?host=/run/postgresql',
    'postgres://user:s3%2Fcret@/db?host=/run/postgresql',
    'postgresql://user@%2Frun%2Fpostgresql/db',
    'postgres://user:a b%25@host/db',
    'postgres://user:s3cret@[::1]:5432/db?sslmode=require',
  ])('take every form of the address of a server that its driver reads: %s', (url) => {
    const read = readConfig({ SCANBENCH_DATABASE_URL: url });
    expect(read.ok && read.config.databaseUrl).toBe(url);
    expect(() => new pg.Client({ connectionString: url })).not.toThrow();
  });

  it.each(['sslrootcert', 'sslcert', 'sslkey'])(
    'name the file of %s that cannot be read before the server is asked, and never the password',
    (name) => {
      const url = (file: string) => `postgres://user:s3cret@host/db?sslmode=verify-full&${name}=${file}`;
      const missing = refusalOf({ SCANBENCH_DATABASE_URL: url('/etc/ssl/typo.pem') });
      expect(missing).toContain(
        `In SCANBENCH_DATABASE_URL, ${name}: /etc/ssl/typo.pem cannot be read: there is no such file`,
      );
      expect(missing).not.toContain('s3cret');
      expect(refusalOf({ SCANBENCH_DATABASE_URL: url(import.meta.dirname) })).toContain(
        'it is a folder; name a PEM file',
      );
      expect(configOf({ SCANBENCH_DATABASE_URL: url(import.meta.filename) }).databaseUrl).toContain(name);
    },
  );

  it('refuse a misspelt name and say which one is meant', () => {
    expect(refusalOf({ SCANBENCH_WORKER: '2' })).toContain('SCANBENCH_WORKERS');
  });

  it('warn of any other unknown name, because platforms add names of their own', () => {
    const read = readConfig({ SCANBENCH_SERVICE_HOST: '10.0.0.1' });
    expect(read).toMatchObject({ ok: true, warnings: [expect.stringContaining('SCANBENCH_SERVICE_HOST')] });
  });

  it('take both files of TLS, or neither', () => {
    const [certFile, keyFile] = ['/tls/cert.pem', '/tls/key.pem'];
    const tls = { SCANBENCH_TLS_CERT_FILE: certFile, SCANBENCH_TLS_KEY_FILE: keyFile };
    expect(configOf(tls).tls).toEqual({ certFile, keyFile });
    expect(refusalOf({ SCANBENCH_TLS_CERT_FILE: certFile })).toContain('SCANBENCH_TLS_KEY_FILE');
  });
});

describe('which hosts may be sent scans', () => {
  it('are those listed, in lower case, and by default none', () => {
    const hosts = (list: string) => configOf({ SCANBENCH_REMOTE_HOSTS: list }).remoteAccess.hosts;
    expect(hosts('')).toEqual([]);
    expect(hosts('GPU.port.example:8000,10.0.0.7,[::1]:8000')).toEqual([
      'gpu.port.example:8000',
      '10.0.0.7',
      '[::1]:8000',
    ]);
  });

  it('may have every port that there is', () => {
    for (let port = 1; port <= 65_535; port++) {
      const list = `gpu:${port}`;
      if (!readRemoteAccess({ SCANBENCH_REMOTE_HOSTS: list }).ok) expect.fail(`${list} is refused`);
    }
  });

  it.each(['gpu:0', 'gpu:65536', 'gpu:99999', 'gpu:100000', 'gpu:080', 'gpu,[::1]:70000'])(
    'cannot have a port that there is not: %s',
    (list) => {
      for (const message of [
        refusalOf({ SCANBENCH_REMOTE_HOSTS: list }),
        failureOf(readRemoteAccess({ SCANBENCH_REMOTE_HOSTS: list })),
      ]) {
        expect(message).toContain(`SCANBENCH_REMOTE_HOSTS is "${list}"`);
        expect(message).toContain('a port from 1 to 65535');
      }
    },
  );

  it.each(['http://gpu', 'gpu/v2', 'gpu, other', '*', 'gpu:', '::1'])('cannot be given as %s', (list) => {
    expect(refusalOf({ SCANBENCH_REMOTE_HOSTS: list })).toContain('no scheme, no path');
    expect(failureOf(readRemoteAccess({ SCANBENCH_REMOTE_HOSTS: list }))).toContain('no scheme, no path');
  });

  it('are read by commands together with the tokens, and with no other setting', () => {
    const env = { SCANBENCH_PORT: 'wrong', SCANBENCH_REMOTE_HOSTS: 'gpu', SCANBENCH_REMOTE_TOKEN_GPU: 'secret' };
    expect(readRemoteAccess(env)).toEqual({
      ok: true,
      value: { hosts: ['gpu'], tokens: { SCANBENCH_REMOTE_TOKEN_GPU: 'secret' } },
    });
  });

  it('take a token as none of the misspelt settings', () => {
    const read = readConfig({ SCANBENCH_REMOTE_TOKEN: 'secret', SCANBENCH_REMOTE_TOKEN_GPU: '' });
    expect(read).toMatchObject({
      ok: true,
      warnings: [],
      config: { remoteAccess: { tokens: { SCANBENCH_REMOTE_TOKEN: 'secret' } } },
    });
    expect(refusalOf({ SCANBENCH_REMOTE_HOST: 'gpu' })).toContain('SCANBENCH_REMOTE_HOSTS');
  });
});
