import { describe, expect, it, vi } from 'vitest';
import { fail, succeed } from '../../src/domain/failure.ts';
import { INFER_TIMINGS, OVERLOADED } from './fake-screener.ts';
import { startTestApp } from './test-app.ts';

const infer = (payload: string | Buffer = '{"inputs":[]}', headers: Record<string, string> = {}, model = 'first') =>
  ({ method: 'POST', url: `/v2/models/${model}/infer`, payload, headers }) as const;
const post = (url: string, payload?: object) => ({ method: 'POST', url, ...(payload && { payload }) }) as const;

describe('the server and its models', () => {
  it('says what it is and whether it is ready', async () => {
    const { app, screener } = await startTestApp();
    expect((await app.inject('/v2')).json()).toMatchObject({
      name: 'scanbench',
      extensions: expect.arrayContaining(['binary_tensor_data', 'model_repository']),
    });
    expect((await app.inject('/v2/health/live')).json()).toEqual({ live: true });
    expect((await app.inject('/v2/health/ready')).json()).toEqual({ ready: true });
    screener.isReadyNow = false;
    screener.startingThreads = 1;
    const waiting = await app.inject('/v2/health/ready');
    expect([waiting.statusCode, waiting.headers['retry-after']]).toEqual([503, '1']);
    expect(waiting.json()).toEqual({ error: expect.stringContaining('starting') });
  });

  it('is ready exactly when /readyz is, also where the records are away', async () => {
    const { app, records } = await startTestApp();
    vi.spyOn(records, 'ping').mockResolvedValue(fail('records-unavailable', 'PostgreSQL does not answer.'));
    const [ready, readyz] = [await app.inject('/v2/health/ready'), await app.inject('/readyz')];
    expect([ready.statusCode, readyz.statusCode]).toEqual([503, 503]);
    expect(ready.json()).toEqual({ error: 'PostgreSQL does not answer.' });
  });

  it('infers no more while it drains, and says so of each model', async () => {
    const { app, screener } = await startTestApp();
    await screener.drain();
    for (const url of ['/v2/health/ready', '/v2/models/first/ready', '/v2/models/first/versions/1.0.0/ready']) {
      const reply = await app.inject(url);
      expect([url, reply.statusCode, reply.headers['retry-after']]).toEqual([url, 503, '5']);
    }
    expect((await app.inject(infer())).statusCode).toBe(503);
    expect((await app.inject('/v2/models/none/ready')).statusCode).toBe(404);
    const index = await app.inject({ method: 'POST', url: '/v2/repository/index' });
    expect(index.json()).toMatchObject([
      { name: 'broken', state: 'UNAVAILABLE' },
      { name: 'first', state: 'UNAVAILABLE', reason: expect.stringContaining('stopping') },
      { name: 'second', state: 'UNAVAILABLE', reason: expect.stringContaining('stopping') },
    ]);
    const ready = await app.inject({ method: 'POST', url: '/v2/repository/index', payload: { ready: true } });
    expect(ready.json()).toEqual([]);
    expect((await app.inject('/metrics')).body).toContain('scanbench_refused_total{reason="draining"} 1\n');
  });

  it.each(['/v2/models/first', '/v2/models/first/versions/1.0.0'])('describes a model at %s', async (url) => {
    const { app } = await startTestApp();
    expect((await app.inject(url)).json()).toEqual({
      name: 'first',
      versions: ['1.0.0'],
      platform: 'onnxruntime_onnx',
      inputs: [{ name: 'input', datatype: 'FP32', shape: [1, 1, -1, -1] }],
      outputs: [{ name: 'score', datatype: 'UINT16', shape: [-1] }],
    });
    expect((await app.inject(`${url}/config`)).json()).toMatchObject({
      max_batch_size: 0,
      input: [{ name: 'input', data_type: 'TYPE_FP32', dims: [1, 1, -1, -1] }],
    });
    expect((await app.inject(`${url}/ready`)).json()).toEqual({ name: 'first', ready: true });
  });

  it.each([
    ['/v2/models/none', 'There are: broken, first, second'],
    ['/v2/models/first/versions/2', 'only the version 1.0.0'],
    ['/v2/models/broken', 'its weights do not match'],
    ['/v2/models/broken/ready', 'its weights do not match'],
    ['/v2/nothing', 'Nothing is here'],
  ])('answers %s with 404 and an error in the form of the protocol', async (url, sentence) => {
    const { app } = await startTestApp();
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(404);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.json()).toEqual({ error: expect.stringContaining(sentence) });
  });

  it('asks to come again while a model is being loaded', async () => {
    const { app, screener } = await startTestApp();
    screener.startingThreads = 1;
    const reply = await app.inject('/v2/models/broken/ready');
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1']);
  });
});

describe('POST /v2/models/{model}/infer', () => {
  it('hands the body to a thread as it came, with the length of its JSON, whatever its media type', async () => {
    const { app, screener } = await startTestApp();
    await app.inject(infer(Buffer.from('{}1234'), { 'inference-header-content-length': '2' }));
    await app.inject(infer('{"a":1}', { 'content-type': 'application/json' }));
    expect(screener.inferJobs.map(({ body, ...job }) => ({ ...job, body: Buffer.from(body).toString() }))).toEqual([
      { technology: 'first@onnx-cpu', headerBytes: 2, maxTensorBytes: 67_108_864, body: '{}1234' },
      { technology: 'first@onnx-cpu', headerBytes: null, maxTensorBytes: 67_108_864, body: '{"a":1}' },
    ]);
    expect(screener.permits).toEqual({ taken: 2, released: 2 });
  });

  it('answers JSON, or JSON and binary with the length of the JSON, and what each stage took', async () => {
    const { app, screener } = await startTestApp();
    const json = await app.inject(infer());
    expect(json.json()).toEqual({ outputs: [] });
    expect(json.headers).not.toHaveProperty('inference-header-content-length');
    expect(json.headers['server-timing']).toContain('queue;dur=0.25, decode;dur=1.00, infer;dur=2.00, encode;dur=3.00');
    screener.answerInference = async () =>
      succeed({ result: { body: Uint8Array.of(123, 125, 7), headerBytes: 2, timings: INFER_TIMINGS }, queueMs: 0 });
    const binary = await app.inject(infer());
    expect(binary.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'inference-header-content-length': '2',
    });
    expect([...binary.rawPayload]).toEqual([123, 125, 7]);
  });

  it.each([
    ['malformed-request', 400],
    ['runtime-failed', 500],
    ['deadline-passed', 504],
  ] as const)('answers what a thread says of %s with %i, and counts it', async (code, status) => {
    const { app, screener } = await startTestApp();
    screener.answerInference = async () => fail(code, 'The input "x" is missing; send it.');
    const reply = await app.inject(infer());
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toEqual({ error: 'The input "x" is missing; send it.' });
    expect((await app.inject('/metrics')).body).toContain(
      `scanbench_inference_failures_total{technology="first@onnx-cpu",code="${code}"} 1`,
    );
  });

  it('refuses at once when no place is free, and a body that is too large', async () => {
    const { app, screener } = await startTestApp({ maxScanBytes: 2_000_000 });
    const large = await app.inject(infer(Buffer.alloc(2_000_001)));
    expect([large.statusCode, Object.keys(large.json())]).toEqual([413, ['error']]);
    // More than the framework would take by itself.
    expect((await app.inject(infer(Buffer.alloc(1_900_000)))).statusCode).toBe(200);
    screener.refusal = OVERLOADED;
    const refused = await app.inject(infer());
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '2']);
    expect(refused.json()).toEqual({ error: 'Every place is taken.' });
    expect((await app.inject('/metrics')).body).toContain('scanbench_refused_total{reason="overloaded"} 1');
  });

  it.each([
    ['a model that cannot infer', infer('{}', {}, 'broken'), 404],
    ['a compressed body', infer('{}', { 'content-encoding': 'gzip' }), 415],
    ['a length of the JSON that is no number', infer('{}', { 'inference-header-content-length': '-2' }), 400],
  ])('refuses %s, and gives the place back', async (_what, request, status) => {
    const { app, screener } = await startTestApp();
    const reply = await app.inject(request);
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toEqual({ error: expect.any(String) });
    expect(screener.permits).toEqual({ taken: 1, released: 1 });
    expect(screener.inferJobs).toEqual([]);
  });

  it('keeps to the deadline that the client names', async () => {
    const { app, screener } = await startTestApp();
    let deadlineMs = 0;
    screener.answerInference = async (_job, { deadlineAt }) => {
      deadlineMs = deadlineAt - performance.now();
      return fail('deadline-passed', 'Late.');
    };
    const reply = await app.inject(infer('{}', { prefer: 'wait=500' }));
    expect(reply.headers['preference-applied']).toBe('wait=500');
    expect(deadlineMs).toBeGreaterThan(400_000);
  });

  it('counts how long each stage took', async () => {
    const { app } = await startTestApp();
    await app.inject(infer());
    const { body } = await app.inject('/metrics');
    for (const stage of ['queue', 'decode', 'infer', 'encode', 'total']) {
      const series = `scanbench_inference_duration_seconds_count{technology="first@onnx-cpu",stage="${stage}"} 1`;
      expect(body).toContain(series);
    }
    expect(body).toContain('scanbench_takt_met_total 0');
  });
});

describe('the repository', () => {
  it('lists the models with their state, or those that are ready', async () => {
    const { app } = await startTestApp();
    const all = (await app.inject(post('/v2/repository/index'))).json();
    expect(all).toEqual([
      { name: 'broken', version: '1.0.0', state: 'UNAVAILABLE', reason: 'its weights do not match their hash.' },
      { name: 'first', version: '1.0.0', state: 'READY', reason: '' },
      { name: 'second', version: '1.0.0', state: 'READY', reason: '' },
    ]);
    const ready = (await app.inject(post('/v2/repository/index', { ready: true }))).json();
    expect(ready).toEqual(all.slice(1));
  });

  it('unloads a model for its clients, and loads it again, while scans go on', async () => {
    const { app } = await startTestApp();
    const unload = post('/v2/repository/models/first/unload', { parameters: { unload_dependents: false } });
    expect((await app.inject(unload)).statusCode).toBe(200);
    expect((await app.inject('/v2/models/first/ready')).statusCode).toBe(404);
    expect((await app.inject(infer())).json()).toEqual({ error: expect.stringContaining('unloaded') });
    expect((await app.inject(post('/v2/repository/index'))).json()[1]).toMatchObject({ state: 'UNAVAILABLE' });
    const scan = { method: 'POST', url: '/v1/scans?technology=first@onnx-cpu', payload: Buffer.from('x') } as const;
    expect((await app.inject({ ...scan, headers: { 'content-type': 'image/png' } })).statusCode).toBe(201);

    expect((await app.inject(post('/v2/repository/models/first/load', {}))).statusCode).toBe(200);
    expect((await app.inject(infer())).statusCode).toBe(200);
  });

  it.each([
    ['/v2/repository/models/none/load', {}, 404],
    ['/v2/repository/models/none/unload', {}, 404],
    ['/v2/repository/models/broken/load', {}, 404],
    ['/v2/repository/models/first/load', { parameters: { config: '{}' } }, 400],
    ['/v2/repository/models/first/load', [], 400],
    ['/v2/repository/index', { ready: 'yes' }, 400],
    ['/v2/repository/index', { padding: 'x'.repeat(70_000) }, 413],
  ])('refuses %s with a wrong body or name: %#', async (url, payload, status) => {
    const { app } = await startTestApp();
    const reply = await app.inject(post(url, payload));
    expect(reply.statusCode).toBe(status);
    expect(reply.json()).toEqual({ error: expect.any(String) });
  });
});
