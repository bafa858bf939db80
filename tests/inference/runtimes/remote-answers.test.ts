import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { elementCount, type Tensor } from '../../../src/domain/technology/tensor.ts';
import { type InferenceServerOptions, startInferenceServer } from '../../fixtures/inference-server.ts';
import { remoteAt } from '../../fixtures/model-manifest.ts';
import { answerInference, answerJson, INPUT, loadFrom, loadRemote, mapOf } from '../../fixtures/remote-model.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

describe('what it computes', () => {
  it.each([true, false])('gives the values of the server, in binary or in JSON (binary: %s)', async (isBinary) => {
    const model = await loadFrom({ isBinary, compute: ({ input }) => ({ map: doubled(input) }) });
    expect(valueFrom(await model.run({ input: INPUT }))).toEqual({ map: doubled(INPUT) });
  });

  it('reads the answer as the server gives it, though it was asked for the other form', async () => {
    const model = await loadFrom(answerJson(mapOf({ data: [0.1, 0.2, 0.3, 0.4] })));
    expect(valueFrom(await model.run({ input: INPUT }))['map']?.data).toEqual(Float32Array.of(0.1, 0.2, 0.3, 0.4));
  });

  it('reads a whole scan in JSON from a server that takes it as binary', async () => {
    const dims = [1, 1, 288, 1216];
    const data = Float32Array.from({ length: elementCount(dims) }, (_, place) => Math.fround(1 / (place + 3)));
    const model = await loadFrom(answerJson(mapOf({ shape: dims, data: [...data] })));
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
    const model = valueFrom(await loadRemote(remoteAt(server.url)));
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
      answerJson(mapOf({ shape: [1, 1, 2, 3], data: [1, 2, 3, 4] })),
      'do not fill [1, 1, 2, 3]',
    ],
    [
      'dimensions that its server did not promise',
      answerJson(mapOf({ shape: [1, 2, 2, 1], data: [1, 2, 3, 4] })),
      'promised [1, 1, any size, any size]',
    ],
    [
      'another datatype than its server promised',
      answerJson(mapOf({ datatype: 'UINT8', data: [0, 0, 1, 1] })),
      'answers "map" as UINT8; its server promised FP32',
    ],
    ['a datatype that is not read', answerJson(mapOf({ datatype: 'FP16', data: [1, 2, 3, 4] })), 'datatype "FP16"'],
    [
      'another output',
      answerJson({ outputs: [{ name: 'mask', datatype: 'BOOL', shape: [1], data: [1] }] }),
      'no output "map"',
    ],
    [
      'the output twice',
      answerJson({ outputs: [...mapOf({ data: [1, 2, 3, 4] }).outputs, ...mapOf({ data: [1, 2, 3, 4] }).outputs] }),
      '"map" twice',
    ],
    [
      'an answer to another request',
      answerJson({ id: '77', ...mapOf({ data: [1, 2, 3, 4] }) }),
      'is to the request 77',
    ],
    [
      'another version',
      answerJson({ model_version: '2', ...mapOf({ data: [1, 2, 3, 4] }) }),
      'of the version "2", not of "1"',
    ],
    ['another model', answerJson({ model_name: 'other', ...mapOf({ data: [1, 2, 3, 4] }) }), 'of the model "other"'],
    [
      'NaN in JSON',
      answerInference((_q, response) => Boolean(response.end('{"outputs":[{"data":[NaN]}]}'))),
      'is not JSON',
    ],
    [
      'a name without end',
      answerJson({ model_name: 'm'.repeat(60_000), ...mapOf({ data: [1, 2, 3, 4] }) }),
      'is none of the protocol: model_name must not have more than 256 characters.',
    ],
    [
      'a name that a terminal would obey',
      answerJson({ model_name: '\u001b[31mother', ...mapOf({ data: [1, 2, 3, 4] }) }),
      'of the model " [31mother"',
    ],
    [
      'an error with 200',
      answerJson({ error: 'CUDA out of memory' }),
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

function doubled(tensor: Tensor | undefined): Tensor {
  const data = Float32Array.from(tensor?.data ?? [], (value) => 2 * value);
  return { type: 'float32', dims: tensor?.dims ?? [], data };
}
