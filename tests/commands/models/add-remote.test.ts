import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readModelAddress } from '../../../src/commands/models/server-source.ts';
import { modelsCommand } from '../../../src/commands/models.ts';
import { readModel, readModels } from '../../../src/inference/model/model-folder.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { startInferenceServer } from '../../fixtures/inference-server.ts';
import { remoteAt } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { valueFrom } from '../../fixtures/value-from.ts';

let modelsDir: string;

beforeEach(async () => {
  modelsDir = path.join(await temporaryFolder(), 'models');
  vi.stubEnv('SCANBENCH_REMOTE_HOSTS', '127.0.0.1');
});

afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs `scanbench models`; what it wrote to both streams. */
async function models(...args: readonly string[]): Promise<string> {
  const written = hearStreams();
  await modelsCommand().parseAsync([...args, '--models', modelsDir], { from: 'user' });
  vi.restoreAllMocks();
  return written();
}

describe('scanbench models add --remote', () => {
  it.each(['', '/versions/1'])(
    'proposes a manifest from what the server says and from one run (…%s)',
    async (version) => {
      const { url } = await startInferenceServer();
      const said = await models('add', '--remote', `${url}/v2/models/fixture${version}`, '--id', 'vendor');
      expect(process.exitCode ?? 0, said).toBe(0);
      expect(said).toContain('vendor@remote-http is in');
      expect(said).toContain('Its output "map" [1, 1, 256, 512] is read as an anomaly map');
      expect(said).toContain('SCANBENCH_REMOTE_HOSTS');
      const { manifest, sha256 } = valueFrom(await readModel(path.join(modelsDir, 'vendor')));
      expect(manifest).toMatchObject({
        files: [],
        runtime: 'remote',
        remote: remoteAt(url),
        input: { name: 'input', dynamic: { multipleOfPx: 32 } },
        output: { kind: 'anomaly-map', names: { map: 'map' } },
      });
      expect(manifest.remote?.recorded.trial).toEqual({ input: [1, 1, 256, 512], output: [1, 1, 256, 512] });
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it('says what lets a slow server take its time, and adds its model with that', async () => {
    const { url } = await startInferenceServer({ worksForMs: () => 300 });
    const added = ['add', '--remote', `${url}/v2/models/fixture`, '--id', 'slow'];
    expect(await models(...added, '--deadline-ms', '100')).toContain('within 100 ms; see that it runs');
    expect(process.exitCode).toBe(1);
    expect(await models(...added, '--deadline-ms', '20000')).toContain('slow@remote-http is in');
    const { manifest } = valueFrom(await readModel(path.join(modelsDir, 'slow')));
    expect(manifest.remote).toMatchObject({ deadlineMs: 20_000 });
  });

  it('is verified like the others, and says why not where the server is gone or may not be asked', async () => {
    const server = await startInferenceServer();
    await models('add', '--remote', `${server.url}/v2/models/fixture`);
    expect(await models('verify')).toContain('ready');
    vi.stubEnv('SCANBENCH_REMOTE_HOSTS', '');
    expect(await models('verify')).toContain('SCANBENCH_REMOTE_HOSTS');
    vi.stubEnv('SCANBENCH_REMOTE_HOSTS', '127.0.0.1');
    await server.close();
    expect(await models('verify')).toContain('ECONNREFUSED');
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['neither a file nor an address', [], 'Name either an .onnx file or'],
    ['both', ['some.onnx', '--remote', 'http://127.0.0.1:1/v2/models/m'], 'Name either an .onnx file or'],
    ['a deadline for a file', ['some.onnx', '--deadline-ms', '100'], '--deadline-ms is for a model on a server'],
    ['a token for a file', ['some.onnx', '--token-variable', 'SCANBENCH_REMOTE_TOKEN'], 'is for a model on a server'],
    [
      'a token in the clear',
      ['--remote', 'http://gpu/v2/models/m', '--token-variable', 'SCANBENCH_REMOTE_TOKEN'],
      'anybody on the way can read the token',
    ],
    ['a host that may not be sent scans', ['--remote', 'http://gpu.example/v2/models/m'], 'add gpu.example:80 there'],
    [
      'a server that is away',
      ['--remote', 'http://127.0.0.1:1/v2/models/m'],
      '(ECONNREFUSED); start it, or correct its address.',
    ],
    [
      'a token that is not set',
      ['--remote', 'http://127.0.0.1:1/v2/models/m', '--token-variable', 'constructor'],
      'not set',
    ],
  ])('refuses %s, and leaves nothing behind', async (_what, args, sentence) => {
    expect(await models('add', ...args)).toContain(sentence);
    expect(process.exitCode).not.toBe(0);
    expect(await readModels(modelsDir)).toEqual([]);
  });

  it.each(['http://me:s3cret@gpu:8000/v2/models/m', 'http://me:s3cret@gpu:99999/v2/models/m'])(
    'refuses %s without saying its password again',
    async (address) => {
      const said = await models('add', '--remote', address);
      expect(said).toContain('no address of a model: it is http(s)://HOST:PORT/v2/models/NAME');
      expect(said).not.toContain('s3cret');
      expect(process.exitCode).toBe(2);
    },
  );

  it('wants one of several versions named', async () => {
    const { url } = await startInferenceServer({ versions: ['1', '2'] });
    expect(await models('add', '--remote', `${url}/v2/models/fixture`)).toContain(
      'versions 1, 2 of "fixture": name one',
    );
  });
});

describe('readModelAddress', () => {
  it('takes the address of a model apart, a path before /v2 kept', () => {
    expect(readModelAddress('https://gw/triton/v2/models/a%20b/versions/3')).toEqual({
      address: 'https://gw/triton',
      model: 'a b',
      version: '3',
    });
  });

  it.each([
    'gpu',
    'http://gpu',
    'http://gpu/v2/models/',
    'http://gpu/v2/models/m/infer',
    'ftp://gpu/v2/models/m',
    'http://me:it@gpu/v2/models/m',
    'http://gpu/v2/models/m?x',
    'http://gpu/v2/models/%e0',
  ])('takes no %s', (text) => expect(readModelAddress(text)).toBeNull());
});
