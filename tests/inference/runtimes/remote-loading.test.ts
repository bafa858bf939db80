import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type InferenceServerOptions, startInferenceServer } from '../../fixtures/inference-server.ts';
import { type ManifestChanges, remoteAt } from '../../fixtures/model-manifest.ts';
import {
  ANY_LOOPBACK,
  answerInference,
  answerJson,
  INPUT,
  loadFrom,
  loadRemote,
  mapOf,
} from '../../fixtures/remote-model.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

describe('where scans may go', () => {
  it.each([
    ['no host', []],
    ['another host', ['gpu.port.example']],
    ['another port of the host', ['127.0.0.1:1']],
    ['a host whose name begins alike', ['127.0.0.10']],
  ])('asks nobody where the settings allow %s, and names the setting and the host', async (_what, hosts) => {
    const server = await startInferenceServer();
    const message = failureOf(await loadRemote(remoteAt(server.url), {}, { hosts, tokens: {} }));
    expect(message).toContain(`add 127.0.0.1:${server.port} there`);
    expect(message).toContain('SCANBENCH_REMOTE_HOSTS');
    expect(server.requests).toEqual([]);
  });

  it('takes a host with its very port', async () => {
    const { url, port, requests } = await startInferenceServer();
    const loaded = await loadRemote(remoteAt(url), {}, { hosts: [`127.0.0.1:${port}`], tokens: {} });
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
    expect(failureOf(await loadRemote(remote))).toContain('SCANBENCH_REMOTE_TOKEN_GPU, which is not set');
    const tokens = { SCANBENCH_REMOTE_TOKEN_GPU: 's3cret', SCANBENCH_REMOTE_TOKEN: 'other' };
    const loaded = valueFrom(await loadRemote(remote, {}, { ...ANY_LOOPBACK, tokens }));
    await loaded.run({ input: INPUT });
    await loaded.close();
    expect([...seen]).toEqual(['Bearer s3cret']);
  });

  it('says which variable holds a token that no header can carry, and not the token', async () => {
    const remote = remoteAt('http://127.0.0.1:1', { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' });
    const message = failureOf(
      await loadRemote(remote, {}, { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 's3\ncret' } }),
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
    const message = failureOf(await loadRemote({ ...remote, recorded: { ...remote.recorded, ...recorded } }));
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
    expect(failureOf(await loadRemote(remoteAt(url), changes as ManifestChanges))).toContain(sentence);
  });

  it('says that nobody answers', async () => {
    const server = await startInferenceServer();
    await server.close();
    expect(failureOf(await loadRemote(remoteAt(server.url)))).toContain('cannot be asked (ECONNREFUSED); start it');
  });

  it('says that the server has no such model, in its own words', async () => {
    const { url } = await startInferenceServer();
    const message = failureOf(await loadRemote(remoteAt(url, { model: 'other' })));
    expect(message).toContain('answers 404 to /v2/models/other/versions/1/ready: no /v2/models/other');
  });

  it('believes a server that answers 200 and says that the model is not ready', async () => {
    const saying = (ready: unknown): InferenceServerOptions => ({
      intercept: (request, response) =>
        Boolean(request.url?.endsWith('/ready') && response.end(JSON.stringify({ name: 'any', ready }))),
    });
    const unready = await startInferenceServer(saying(false));
    expect(failureOf(await loadRemote(remoteAt(unready.url)))).toMatch(/not ready \(200 to .*\/ready\): load it there/);
    const ready = await startInferenceServer(saying(true));
    await valueFrom(await loadRemote(remoteAt(ready.url))).close();
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
    expect(failureOf(await loadRemote(remoteAt(url, changes), {}, access))).toContain(sentence);
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
    const message = failureOf(await loadRemote(remoteAt(url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' }), {}, access));
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
    const message = failureOf(await loadRemote(remoteAt(url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' }), {}, access));
    expect(message).toContain(sentence);
    expect(message).not.toContain('s3');
  });

  it('leaves names alone that a short token is part of by chance', async () => {
    const server = await startInferenceServer(answerJson(mapOf({ data: [0, 0, 0, 0] })));
    const remote = remoteAt(server.url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 'in' } };
    const model = valueFrom(await loadRemote(remote, {}, access));
    onTestFinished(() => model.close());
    expect(await model.run({ input: INPUT })).toMatchObject({ ok: true });
  });

  it('prints no token that a server says as the model of its answer', async () => {
    const server = await startInferenceServer(answerJson({ model_name: 's3cret', ...mapOf({ data: [1, 2, 3, 4] }) }));
    const remote = remoteAt(server.url, { tokenVariable: 'SCANBENCH_REMOTE_TOKEN' });
    const access = { ...ANY_LOOPBACK, tokens: { SCANBENCH_REMOTE_TOKEN: 's3cret' } };
    const model = valueFrom(await loadRemote(remote, {}, access));
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
    expect(failureOf(await loadRemote(remoteAt(url)))).toContain(sentence);
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
    expect(failureOf(await loadRemote(remoteAt(url)))).toContain(sentence);
  });

  it.each([
    ['a page', '<html>', 'is not JSON in UTF-8. URL answered so to /v2: see that its address leads to a server'],
    [
      'an error with 200',
      '{"error":"no licence"}',
      'The server URL answers 200 to /v2, but with an error: no licence.',
    ],
  ])('says where metadata came from that are none: %s', async (_what, body, sentence) => {
    const { url } = await startInferenceServer({ intercept: (_request, response) => Boolean(response.end(body)) });
    expect(failureOf(await loadRemote(remoteAt(url)))).toContain(sentence.replace('URL', url));
  });

  it('gives up on one that takes the connection and never answers', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const message = failureOf(await loadRemote(remoteAt(`http://127.0.0.1:${port}`)));
    expect(message).toContain('no whole answer within 3000 ms; see that it runs and can be reached.');
  });
});
