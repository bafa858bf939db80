import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RemoteAccess } from '../../../src/domain/remote-access.ts';
import { networkMsOf } from '../../../src/domain/remote-time.ts';
import { elementCount, type Tensor } from '../../../src/domain/tensor.ts';
import type { Remote } from '../../../src/inference/model/manifest.ts';
import type { LoadedModel } from '../../../src/inference/runtime.ts';
import { remoteRuntime } from '../../../src/inference/runtimes/remote.ts';
import { type InferenceServerOptions, startInferenceServer } from '../../fixtures/inference-server.ts';
import { type ManifestChanges, modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { packModel } from '../../fixtures/write-model.ts';

const ANY_LOOPBACK: RemoteAccess = { hosts: ['127.0.0.1'], tokens: {} };
const INPUT: Tensor = { type: 'float32', dims: [1, 1, 2, 2], data: Float32Array.of(0, 0.25, 0.5, 1) };

async function load(remote: Remote, changes: ManifestChanges = {}, remoteAccess = ANY_LOOPBACK) {
  const model = await packModel(modelManifest({ runtime: 'remote', remote, ...changes }), {});
  return remoteRuntime.load(model, { provider: 'http', intraOpThreads: 1, remoteAccess });
}

/** A loaded model on a server that behaves as given. */
async function loadFrom(options: InferenceServerOptions, changes: Partial<Remote> = {}): Promise<LoadedModel> {
  const server = await startInferenceServer(options);
  const loaded = valueFrom(await load(remoteAt(server.url, changes)));
  onTestFinished(() => loaded.close());
  return loaded;
}

/** Answers requests for inference, and these alone, in its own way. */
function answerInference(answer: NonNullable<InferenceServerOptions['intercept']>): InferenceServerOptions {
  return {
    intercept(request, response, body) {
      if (request.method !== 'POST') return false;
      return answer(request, response, body);
    },
  };
}

const json = (value: unknown) => answerInference((_request, response) => Boolean(response.end(JSON.stringify(value))));
const mapOf = (map: object) => ({ outputs: [{ name: 'map', datatype: 'FP32', shape: [1, 1, 2, 2], ...map }] });

describe('where scans may go', () => {
  it.each([
    ['no host', []],
    ['another host', ['gpu.port.example']],
    ['another port of the host', ['127.0.0.1:1']],
    ['a host whose name begins alike', ['127.0.0.10']],
  ])('asks nobody where the settings allow %s, and names the setting and the host', async (_what, hosts) => {
    const server = await startInferenceServer();
    const message = failureOf(await load(remoteAt(server.url), {}, { hosts, tokens: {} }));
    expect(message).toContain(`add 127.0.0.1:${server.port} there`);
    expect(message).toContain('SCANBENCH_REMOTE_HOSTS');
    expect(server.requests).toEqual([]);
  });

  it('takes a host with its very port', async () => {
    const { url, port, requests } = await startInferenceServer();
    const loaded = await load(remoteAt(url), {}, { hosts: [`127.0.0.1:${port}`], tokens: {} });
    expect(requests).not.toEqual([]);
    await valueFrom(loaded).close();
  });

  it('follows no redirect to a host that was not allowed', async () => {
    const other = await startInferenceServer();
    const model = await loadFrom(
      answerInference((request, response) =>
        Boolean(response.writeHead(307, { location: `${other.url}${request.url}` }).end()),
      ),
    );
    expect(failureOf(await model.run({ input: INPUT }))).toContain('307');
    expect(other.requests).toEqual([]);
  });

  it('sends the token of the variable that the manifest names, and refuses where it is not set', async () => {
    const seen = new Set<string | undefined>();
    const server = await startInferenceServer({
      intercept: (request) => {
        seen.add(request.headers.authorization);
        return false;
      },
    });
    const remote = remoteAt(server.url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN_GPU' });
    expect(failureOf(await load(remote))).toContain('SCANBENCH_REMOTE_TOKEN_GPU, which is not set');
    const tokens = { SCANBENCH_REMOTE_TOKEN_GPU: 's3cret', SCANBENCH_REMOTE_TOKEN: 'other' };
    const loaded = valueFrom(await load(remote, {}, { ...ANY_LOOPBACK, tokens }));
    await loaded.run({ input: INPUT });
    await loaded.close();
    expect([...seen]).toEqual(['Bearer s3cret']);
  });

  it('says which variable holds a token that no header can carry, and not the token', async () => {
    const remote = remoteAt('http://127.0.0.1:1', { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' });
    const message = failureOf(
      await load(remote, {}, { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 's3\ncret' } }),
    );
    expect(message).toContain('SCANBENCH_REMOTE_TOKEN');
    expect(message).not.toContain('cret');
  });
});

describe('what it is loaded from', () => {
  it.each([
    ['another version of the server', { serverVersion: '0.9' }, 'its version was "0.9" and is "1.0"'],
    ['another shape', { outputs: [{ name: 'map', datatype: 'FP32', shape: [1, 1, 8, 8] }] }, 'its outputs was'],
    ['another platform', { platform: 'onnx' }, "the model's platform was"],
  ])('refuses a server that no longer says what was recorded: %s', async (_what, recorded, sentence) => {
    const { url } = await startInferenceServer();
    const remote = remoteAt(url);
    const message = failureOf(await load({ ...remote, recorded: { ...remote.recorded, ...recorded } }));
    expect(message).toContain(sentence);
    expect(message).toContain('models add --remote --force');
  });

  it.each([
    ['another name of the input', { input: { name: 'picture' } }, 'input.name is "picture"'],
    ['another type of the input', { input: { type: 'uint8' } }, 'takes FP32'],
    ['more channels', { input: { normalize: { mean: [0, 0, 0], std: [1, 1, 1] } } }, 'The input is [any size, 3,'],
    [
      'an output that is not there',
      { output: { names: { map: 'heat' } } },
      'has "heat"; the server\'s model gives map',
    ],
  ] as const)('refuses a manifest that does not fit the model: %s', async (_what, changes, sentence) => {
    const { url } = await startInferenceServer();
    expect(failureOf(await load(remoteAt(url), changes as ManifestChanges))).toContain(sentence);
  });

  it('says that nobody answers', async () => {
    const server = await startInferenceServer();
    await server.close();
    expect(failureOf(await load(remoteAt(server.url)))).toContain('cannot be asked (ECONNREFUSED); start it');
  });

  it('says that the server has no such model, in its own words', async () => {
    const { url } = await startInferenceServer();
    const message = failureOf(await load(remoteAt(url, { model: 'other' })));
    expect(message).toContain('answers 404 to /v2/models/other/versions/1/ready: no /v2/models/other');
  });

  it('believes a server that answers 200 and says that the model is not ready', async () => {
    const saying = (ready: unknown): InferenceServerOptions => ({
      intercept: (request, response) =>
        Boolean(request.url?.endsWith('/ready') && response.end(JSON.stringify({ name: 'any', ready }))),
    });
    const unready = await startInferenceServer(saying(false));
    expect(failureOf(await load(remoteAt(unready.url)))).toMatch(/not ready \(200 to .*\/ready\): load it there/);
    const ready = await startInferenceServer(saying(true));
    await valueFrom(await load(remoteAt(ready.url))).close();
  });

  it.each([
    ['without a token', {}, 'answers 401 to /v2: a bearer token is needed; if it wants a token, name the variable'],
    [
      'with another token',
      { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' },
      'answers 401 to /v2: a bearer token is needed; see whether the token in the variable',
    ],
  ])('says what to do about a server that asks for a token: %s', async (_what, changes, sentence) => {
    const { url } = await startInferenceServer({
      intercept: (_request, response) =>
        Boolean(response.writeHead(401).end('{"code": 16, "error": "a bearer token is needed."}')),
    });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 'old' } };
    expect(failureOf(await load(remoteAt(url, changes), {}, access))).toContain(sentence);
  });

  it.each([
    ['in an error of the protocol', (token: string) => JSON.stringify({ error: `no such token: ${token}.` })],
    ['at the end of what is printed', (token: string) => `${'-'.repeat(190)}${token} is not known`],
  ])('prints no token that a server says again %s', async (_what, write) => {
    const { url } = await startInferenceServer({
      intercept: ({ headers }, response) =>
        Boolean(response.writeHead(403).end(write(String(headers.authorization).replace('Bearer ', '')))),
    });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 's3cret-of-the-port' } };
    const message = failureOf(await load(remoteAt(url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' }), {}, access));
    expect(message).toContain('answers 403 to /v2: ');
    expect(message).not.toContain('s3');
  });

  it.each([
    ['the name', (token: string) => ({ name: token, version: '1.0' }), 'the name of the server was "fake" and is "…"'],
    ['the version', (token: string) => ({ name: 'fake', version: `v${token}` }), 'its version was "1.0" and is "v…"'],
  ])('prints no token that a server says as %s', async (_what, write, sentence) => {
    const { url } = await startInferenceServer({
      intercept({ headers, url: asked }, response) {
        if (asked !== '/v2') return false;
        response.end(JSON.stringify(write(String(headers.authorization).replace('Bearer ', ''))));
        return true;
      },
    });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 's3cret-of-the-port' } };
    const message = failureOf(await load(remoteAt(url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' }), {}, access));
    expect(message).toContain(sentence);
    expect(message).not.toContain('s3');
  });

  it('leaves names alone that a short token is part of by chance', async () => {
    const server = await startInferenceServer(json(mapOf({ data: [0, 0, 0, 0] })));
    const remote = remoteAt(server.url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 'in' } };
    const model = valueFrom(await load(remote, {}, access));
    onTestFinished(() => model.close());
    expect(await model.run({ input: INPUT })).toMatchObject({ ok: true });
  });

  it('prints no token that a server says as the model of its answer', async () => {
    const server = await startInferenceServer(json({ model_name: 's3cret', ...mapOf({ data: [1, 2, 3, 4] }) }));
    const remote = remoteAt(server.url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 's3cret' } };
    const model = valueFrom(await load(remote, {}, access));
    onTestFinished(() => model.close());
    expect(failureOf(await model.run({ input: INPUT }))).toContain('of the model "…", not of "fixture"');
  });

  it.each([
    ['text', 'go away\n', 'answers 500 to /v2: go away.'],
    ['other JSON', '{"detail":"busy"}', 'answers 500 to /v2: {"detail":"busy"}.'],
    ['nothing', '', 'answers 500 to /v2.'],
  ])('passes on what a server says that is no error of the protocol: %s', async (_what, body, sentence) => {
    const { url } = await startInferenceServer({
      intercept: (_request, response) => Boolean(response.writeHead(500).end(body)),
    });
    expect(failureOf(await load(remoteAt(url)))).toContain(sentence);
  });

  it.each([
    [
      'a name without end',
      { name: 'n'.repeat(900_000), version: '1.0' },
      'is none of the protocol: name must not have more than 256 characters.',
    ],
    [
      'more tensors than any has',
      { name: 'fake', version: '1.0', outputs: Array(65).fill({ name: 'map', datatype: 'FP32', shape: [1] }) },
      'has more than 64 tensors',
    ],
  ])('reads no metadata that no message could show: %s', async (_what, metadata, sentence) => {
    const { url } = await startInferenceServer({
      intercept: (_request, response) => Boolean(response.end(JSON.stringify(metadata))),
    });
    expect(failureOf(await load(remoteAt(url)))).toContain(sentence);
  });

  it.each([
    ['a page', '<html>', 'is not JSON in UTF-8. URL answered so to /v2: see that remote.address leads to a server'],
    [
      'an error with 200',
      '{"error":"no licence"}',
      'The server URL answers 200 to /v2, but with an error: no licence.',
    ],
  ])('says where metadata came from that are none: %s', async (_what, body, sentence) => {
    const { url } = await startInferenceServer({ intercept: (_request, response) => Boolean(response.end(body)) });
    expect(failureOf(await load(remoteAt(url)))).toContain(sentence.replace('URL', url));
  });

  it('gives up on one that takes the connection and never answers', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const message = failureOf(await load(remoteAt(`http://127.0.0.1:${port}`)));
    expect(message).toContain('no whole answer within 3000 ms; see that it runs and can be reached.');
  });
});

describe('what it computes', () => {
  it.each([true, false])('gives the values of the server, in binary or in JSON (binary: %s)', async (isBinary) => {
    const model = await loadFrom({ isBinary, compute: ({ input }) => ({ map: doubled(input) }) });
    expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: doubled(INPUT) });
  });

  it('reads the answer as the server gives it, though it was asked for the other form', async () => {
    const model = await loadFrom(json(mapOf({ data: [0.1, 0.2, 0.3, 0.4] })));
    expect(valueFrom(await model.run({ input: INPUT }))['map']?.data).toEqual(Float32Array.of(0.1, 0.2, 0.3, 0.4));
  });

  it('reads a whole scan in JSON from a server that takes it as binary', async () => {
    const dims = [1, 1, 288, 1216];
    const data = Float32Array.from({ length: elementCount(dims) }, (_, place) => Math.fround(1 / (place + 3)));
    const model = await loadFrom(json(mapOf({ shape: dims, data: [...data] })));
    const answer = valueFrom(
      await model.run({ input: { type: 'float32', dims, data: new Float32Array(data.length) } }),
    );
    expect(answer['map']?.data).toEqual(data);
  });

  it('keeps one connection between runs', async () => {
    const connections = new Set<number | undefined>();
    const model = await loadFrom(
      answerInference((request) => {
        connections.add(request.socket.remotePort);
        return false;
      }),
    );
    for (let run = 0; run < 3; run++) valueFrom(await model.run({ input: INPUT }));
    expect(connections.size).toBe(1);
  });

  it('asks once more where the server closes the connection that it is asked on again', async () => {
    let requests = 0;
    const model = await loadFrom(
      answerInference((request) => {
        requests += 1;
        if (requests === 2) request.socket.destroy();
        return requests === 2;
      }),
    );
    for (let run = 0; run < 2; run++) expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: INPUT });
    expect(requests).toBe(3);
  });

  it('sends nothing that the server would have to refuse', async () => {
    const server = await startInferenceServer();
    const model = valueFrom(await load(remoteAt(server.url)));
    const before = server.requests.length;
    await model.run({ input: { ...INPUT, dims: [1, 4, 1, 1] } });
    await model.run({});
    await model.close();
    expect(server.requests.length).toBe(before);
  });
});

describe('what it refuses of an answer', () => {
  const refused: readonly [string, InferenceServerOptions, string][] = [
    [
      '500',
      answerInference((_q, response) => Boolean(response.writeHead(500).end('{"error":"CUDA out of memory"}'))),
      'answers 500',
    ],
    [
      'the shape of another answer',
      json(mapOf({ shape: [1, 1, 2, 3], data: [1, 2, 3, 4] })),
      'do not fill [1, 1, 2, 3]',
    ],
    [
      'dimensions that its server did not promise',
      json(mapOf({ shape: [1, 2, 2, 1], data: [1, 2, 3, 4] })),
      'promised [1, 1, any size, any size]',
    ],
    [
      'another datatype than its server promised',
      json(mapOf({ datatype: 'UINT8', data: [0, 0, 1, 1] })),
      'answers "map" as UINT8; its server promised FP32',
    ],
    ['a datatype that is not read', json(mapOf({ datatype: 'FP16', data: [1, 2, 3, 4] })), 'datatype "FP16"'],
    [
      'another output',
      json({ outputs: [{ name: 'mask', datatype: 'BOOL', shape: [1], data: [1] }] }),
      'no output "map"',
    ],
    [
      'the output twice',
      json({ outputs: [...mapOf({ data: [1, 2, 3, 4] }).outputs, ...mapOf({ data: [1, 2, 3, 4] }).outputs] }),
      '"map" twice',
    ],
    ['an answer to another request', json({ id: '77', ...mapOf({ data: [1, 2, 3, 4] }) }), 'is to the request 77'],
    [
      'another version',
      json({ model_version: '2', ...mapOf({ data: [1, 2, 3, 4] }) }),
      'of the version "2", not of "1"',
    ],
    ['another model', json({ model_name: 'other', ...mapOf({ data: [1, 2, 3, 4] }) }), 'of the model "other"'],
    [
      'NaN in JSON',
      answerInference((_q, response) => Boolean(response.end('{"outputs":[{"data":[NaN]}]}'))),
      'is not JSON',
    ],
    [
      'a name without end',
      json({ model_name: 'm'.repeat(60_000), ...mapOf({ data: [1, 2, 3, 4] }) }),
      'is none of the protocol: model_name must not have more than 256 characters.',
    ],
    [
      'a name that a terminal would obey',
      json({ model_name: '\u001b[31mother', ...mapOf({ data: [1, 2, 3, 4] }) }),
      'of the model " [31mother"',
    ],
    [
      'an error with 200',
      json({ error: 'CUDA out of memory' }),
      'answers 200 to /v2/models/fixture/versions/1/infer, but with an error: CUDA out of memory.',
    ],
    ['a page', answerInference((_q, response) => Boolean(response.end('<html>'))), 'is not JSON'],
    [
      'binary data that are cut off',
      answerInference((_q, response) => Boolean(response.setHeader('inference-header-content-length', '9').end('{}'))),
      'fewer than its JSON',
    ],
    [
      'a packed answer',
      answerInference((_q, response) =>
        Boolean(response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)))),
      ),
      'answers in gzip',
    ],
    [
      'more bytes than any answer has',
      answerInference((_q, response) => Boolean(response.end(Buffer.alloc(20_000_000, 32)))),
      'too many for this request',
    ],
    [
      'half an answer',
      answerInference((_q, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"outputs":');
        setImmediate(() => response.destroy());
        return true;
      }),
      'closed the connection before its answer was whole',
    ],
  ];

  it.each(refused)(
    'fails with runtime-failed for %s, names the model, and goes on',
    async (_what, options, sentence) => {
      let isBroken = true;
      const model = await loadFrom({
        ...options,
        intercept: (...args) => isBroken && (options.intercept?.(...args) ?? false),
      });
      const answer = await model.run({ input: INPUT });
      expect(answer).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
      expect(failureOf(answer)).toContain(sentence);
      expect(failureOf(answer)).toContain('"fixture"');
      isBroken = false;
      expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: INPUT });
    },
  );

  it.each([
    ['on its side', [1, 1, 64, 4]],
    ['of one value', [1, 1, 1, 1]],
    ['cut short', [1, 1, 4, 1]],
  ])('fails for a map %s, though its server leaves sizes free', async (_what, dims) => {
    const compute = () => ({ map: { type: 'float32', dims, data: new Float32Array(elementCount(dims)) } }) as const;
    const { recorded } = remoteAt('http://unused');
    const trial = { input: [1, 1, 256, 512], output: [1, 1, 32, 64] };
    const model = await loadFrom({ compute }, { recorded: { ...recorded, trial } });
    const input: Tensor = { type: 'float32', dims: [1, 1, 32, 512], data: new Float32Array(32 * 512) };
    expect(failureOf(await model.run({ input }))).toContain(
      `[${dims.join(', ')}] to [1, 1, 32, 512]; when it was added it was [1, 1, 32, 64] to [1, 1, 256, 512]`,
    );
  });

  it('fails when the deadline of the manifest has passed', async () => {
    const model = await loadFrom(
      answerInference(() => true),
      { deadlineMs: 50 },
    );
    expect(failureOf(await model.run({ input: INPUT }))).toMatch(/no whole answer within 50 ms; .*remote\.deadlineMs/);
  });
});

describe('work that is called off', () => {
  it.each([
    ['before the server answers', () => true],
    ['while an answer drips in', (response: ServerResponse) => response.write('{"outputs":')],
  ])('breaks the request off %s, and goes on with the next', async (_what, begin) => {
    let isBroken = true;
    const calledOff = new AbortController();
    const model = await loadFrom(
      answerInference((_request, response) => {
        if (!isBroken) return false;
        begin(response);
        response.on('close', () => {
          isBroken = false;
        });
        setTimeout(() => calledOff.abort(), 100);
        return true;
      }),
      { deadlineMs: 60_000 },
    );
    expect(failureOf(await model.run({ input: INPUT }, calledOff.signal))).toContain('the work was called off');
    await expect.poll(() => isBroken).toBe(false);
    expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: INPUT });
  });
});

describe('what it tells of the network', () => {
  it('counts bytes and time, and takes what the server says it worked', async () => {
    const model = await loadFrom(
      answerInference((_request, response) => {
        response.setHeader('server-timing', 'queue;dur=0, infer;dur=0.01, total;dur=0.02');
        return false;
      }),
    );
    valueFrom(await model.run({ input: INPUT }));
    const spent = model.remote?.takeSpent();
    if (spent === undefined) throw new Error('a remote model has a link');
    expect(spent).toMatchObject({ requests: 1, serverMs: 0.02 });
    expect(spent.roundTripMs).toBeGreaterThanOrEqual(spent.waitMs);
    expect(networkMsOf(spent)).toBeCloseTo(spent.roundTripMs - 0.02, 6);
    expect(spent.sentBytes).toBeGreaterThan(16);
  });

  it.each([undefined, 'infer;dur=3', 'total;dur=9999999', 'total'])(
    'knows no network time where the server says %s',
    async (header) => {
      const model = await loadFrom(
        answerInference((_request, response) => {
          if (header !== undefined) response.setHeader('server-timing', header);
          return false;
        }),
      );
      valueFrom(await model.run({ input: INPUT }));
      const spent = model.remote?.takeSpent();
      expect(spent && networkMsOf(spent)).toBeNull();
    },
  );
});

describe('whether it is still there', () => {
  it('is, until the server is gone or says something else', async () => {
    let version = '1.0';
    const server = await startInferenceServer({
      intercept(request, response) {
        if (request.url !== '/v2') return false;
        response.end(JSON.stringify({ name: 'fake', version, extensions: ['binary_tensor_data'] }));
        return true;
      },
    });
    const model = valueFrom(await load(remoteAt(server.url)));
    onTestFinished(() => model.close());
    expect(await model.remote?.probe()).toMatchObject({ ok: true });
    version = '1.1';
    expect(await model.remote?.probe()).toMatchObject({ ok: false });
    version = '1.0';
    await server.close();
    expect(await model.remote?.probe()).toMatchObject({ ok: false });
  });
});

function doubled(tensor: Tensor | undefined): Tensor {
  const data = Float32Array.from(tensor?.data ?? [], (value) => 2 * value);
  return { type: 'float32', dims: tensor?.dims ?? [], data };
}
