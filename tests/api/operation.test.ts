import { spawnSync } from 'node:child_process';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { DescribedTechnologySchema, TechnologyListSchema } from '../../src/api/schemas/technology.ts';
import { succeed } from '../../src/domain/failure.ts';
import { createFakeScreener, OVERLOADED, resultOf } from './fake-screener.ts';
import { startTestApp } from './test-app.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const scan = {
  method: 'POST',
  url: '/v1/scans?technology=second@onnx-cpu',
  headers: { 'content-type': 'image/png' },
  payload: Buffer.from('x'),
} as const;

describe('/metrics', () => {
  it('counts a scan under its technology, decision, stages and flags', async () => {
    const { app } = await startTestApp({ taktSeconds: 22 });
    await app.inject(scan);
    const { body } = await app.inject('/metrics');
    expect(body).toContain('scanbench_screenings_total{technology="second@onnx-cpu",decision="alarm"} 1');
    expect(body).toContain(
      'scanbench_screening_duration_seconds_bucket{le="22",technology="second@onnx-cpu",stage="infer"} 1',
    );
    expect(body).toContain('scanbench_takt_met_total 1');
    expect(body).toContain('scanbench_scan_quality_flags_total{flag="unknown-gamma"} 1');
    expect(body).toContain(
      'scanbench_http_request_duration_seconds_count{method="POST",route="/v1/scans",status="201"} 1',
    );
    expect(body).toContain('scanbench_in_flight 0');
    expect(body).toMatch(/scanbench_technology_info\{technology="first@onnx-cpu",.*\} 1/);
  });

  it('counts each batch of a GPU once, and none of the CPU', async () => {
    const screener = createFakeScreener();
    screener.answer = async (job) => {
      const result = resultOf(job);
      return succeed({
        result: { ...result, results: result.results.map((one) => ({ ...one, batches: [1, 8] })) },
        queueMs: 0,
      });
    };
    const { app } = await startTestApp({}, screener);
    await app.inject(scan);
    screener.answer = async (job) => succeed({ result: resultOf(job), queueMs: 0 });
    await app.inject(scan);
    const { body } = await app.inject('/metrics');
    expect(body).toContain('scanbench_batch_size_bucket{le="4",technology="second@onnx-cpu"} 1');
    expect(body).toContain('scanbench_batch_size_sum{technology="second@onnx-cpu"} 9');
    expect(body).toContain('scanbench_batch_size_count{technology="second@onnx-cpu"} 2');
  });

  it('counts from 0 what alerts look at, before anything has happened', async () => {
    const { app, screener } = await startTestApp();
    const { body } = await app.inject('/metrics');
    expect(body).toContain('scanbench_screenings_total{technology="first@onnx-cpu",decision="clear"} 0');
    expect(body).toContain('scanbench_screening_failures_total{technology="first@onnx-cpu",code="runtime-failed"} 0');
    expect(body).toContain('scanbench_worker_restarts_total{reason="out-of-memory"} 0');
    expect(body).toContain('scanbench_worker_restarts_total{reason="exit"} 1');
    expect(body).toContain('scanbench_workers{state="dead"} 0');
    expect(body).toContain('scanbench_model_reloads_total{technology="first@onnx-cpu",outcome="failed"} 2');
    expect(body).toContain('scanbench_model_reloads_total{technology="second@onnx-cpu",outcome="loaded"} 0');
    expect(body).toContain('scanbench_takt_seconds 30');
    expect(body).not.toContain('broken@onnx-cpu');
    expect(screener.jobs).toEqual([]);
  });

  it('counts a refused scan, but not a question whether the service is ready', async () => {
    const { app, screener } = await startTestApp();
    screener.refusal = OVERLOADED;
    screener.isReadyNow = false;
    expect((await app.inject('/readyz')).statusCode).toBe(503);
    expect((await app.inject(scan)).statusCode).toBe(503);
    expect((await app.inject('/metrics')).body).toContain('scanbench_refused_total{reason="overloaded"} 1\n');
  });

  it('shows background work beside the scans in flight, not among them', async () => {
    const screener = createFakeScreener();
    const state = screener.state();
    const busy = { inFlight: { live: 1, challenger: 2, bench: 3 }, queueDepth: { live: 0, challenger: 1, bench: 3 } };
    const { app } = await startTestApp({}, { ...screener, state: () => ({ ...state, ...busy }) });
    const { body } = await app.inject('/metrics');
    expect(body).toContain('scanbench_in_flight 1\n');
    expect(body).toContain('scanbench_queue_depth 0\n');
    expect(body).toContain('scanbench_background_in_flight{priority="challenger"} 2\n');
    expect(body).toContain('scanbench_background_queue_depth{priority="bench"} 3\n');
  });

  it('names the request that last fell into a bucket, as the log names it, to those who ask for OpenMetrics', async () => {
    const { app, logLines } = await startTestApp();
    await app.inject(scan);
    const { reqId } = JSON.parse(logLines.find((line) => line.includes('/v1/scans')) ?? '{}');
    const reply = await app.inject({ url: '/metrics', headers: { accept: 'application/openmetrics-text' } });
    expect(reply.headers['content-type']).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect(reply.body).toMatch(/# EOF\n$/);
    expect(reply.body).toContain('# TYPE scanbench_screenings counter');
    expect(reply.body).toMatch(
      new RegExp(
        `_bucket\\{le="0.005",technology="second@onnx-cpu",stage="infer"\\} 1 # \\{request_id="${reqId}"\\} 0.005 `,
      ),
    );
  });

  it('gives Prometheus text the same numbers after OpenMetrics was asked for', async () => {
    const { app } = await startTestApp();
    await app.inject(scan);
    await app.inject({ url: '/metrics', headers: { accept: 'application/openmetrics-text' } });
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toContain('# TYPE scanbench_screenings_total counter');
    expect(body).toContain('scanbench_screenings_total{technology="second@onnx-cpu",decision="alarm"} 1');
    expect(body).not.toMatch(/request_id|# EOF/);
  });

  it('has as many series after hundreds of odd requests as after a few', async () => {
    const { app } = await startTestApp();
    const askOddly = async (from: number, to: number) => {
      for (let odd = from; odd < to; odd++) {
        await app.inject(`/odd/${odd}`);
        await app.inject(`/v1/scans/${odd}`);
        await app.inject({ ...scan, url: `/v1/scans?technology=odd-${odd}` });
        await app.inject({ ...scan, headers: { 'content-type': `image/odd-${odd}` } });
        await app.inject(scan);
      }
      return (await app.inject('/metrics')).body.split('\n').filter((line) => line.startsWith('scanbench_')).length;
    };
    await askOddly(0, 2);
    const few = await askOddly(2, 4);
    expect(await askOddly(4, 64)).toBe(few);
  });

  it('knows an unmatched address only as other', async () => {
    const { app } = await startTestApp();
    await app.inject('/v1/CSQU3054383');
    const { body } = await app.inject('/metrics');
    expect(body).not.toContain('CSQU');
    expect(body).toContain('route="other",status="404"');
  });

  it.skipIf(!hasPromtool)('passes promtool check metrics', async () => {
    const { app } = await startTestApp();
    await app.inject(scan);
    const { body } = await app.inject('/metrics');
    const { stderr, stdout, status } = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });
});

describe('health', () => {
  it('is live at once and ready when the screener is', async () => {
    const { app, screener } = await startTestApp();
    screener.isReadyNow = false;
    screener.startingThreads = 2;
    expect((await app.inject('/livez')).statusCode).toBe(200);
    const waiting = await app.inject('/readyz');
    expect(waiting.statusCode).toBe(503);
    expect(waiting.headers['retry-after']).toBe('1');
    expect(waiting.json()).toMatchObject({ code: 'overloaded', detail: expect.stringContaining('starting') });
    screener.isReadyNow = true;
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
    expect(screener.permits.taken).toBe(screener.permits.released);
  });

  it('does not promise to become ready when nothing starts any more', async () => {
    const { app, screener } = await startTestApp();
    screener.isReadyNow = false;
    const reply = await app.inject('/readyz');
    expect(reply.json()).toMatchObject({ status: 500, code: 'runtime-failed' });
    expect(reply.json().detail).toContain('broken@onnx-cpu: its weights do not match their hash.');
    // A provider that is missing is the same reason for every model: it is said once.
    expect(reply.json().detail).toContain('first@onnx-cpu, second@onnx-cpu: It is ready.');
  });

  it.each([
    ['broken@onnx-cpu', 'its weights do not match their hash.'],
    ['misspelt@onnx-cpu', 'There is no such technology. There are: broken@onnx-cpu, first@onnx-cpu, second@onnx-cpu.'],
  ])('names the champion that cannot screen, and why: %s', async (champion, why) => {
    const { app, screener } = await startTestApp({ champion });
    screener.isReadyNow = false;
    screener.championNow = champion;
    const { detail } = (await app.inject('/readyz')).json();
    expect(detail).toContain(`The champion ${champion} cannot screen: ${why}`);
    expect(detail).toContain('PUT /v1/lineup can name another: first@onnx-cpu, second@onnx-cpu.');
    expect(detail).not.toContain('It is ready.');
    // A scan is told no less.
    const refused = (await app.inject({ ...scan, url: '/v1/scans' })).json();
    expect(detail).toBe(`The service cannot screen, and will not before it is mended and restarted. ${refused.detail}`);
  });

  it('is not ready and says when to come again while it drains', async () => {
    const { app, screener } = await startTestApp();
    await screener.drain();
    for (const reply of [await app.inject('/readyz'), await app.inject(scan)]) {
      expect(reply.statusCode).toBe(503);
      expect(reply.json().code).toBe('draining');
      expect(reply.headers['retry-after']).toBe('5');
    }
  });
});

describe('technologies', () => {
  it('are listed with their state, and found by id', async () => {
    const { app } = await startTestApp();
    const list = (await app.inject('/v1/technologies')).json();
    expect(list.nextCursor).toBeNull();
    expect(Value.Errors(TechnologyListSchema, list)).toEqual([]);
    expect(list.items.map((t: { state: string }) => t.state)).toEqual(['unavailable', 'ready', 'ready']);
    expect((await app.inject('/v1/technologies/first@onnx-cpu')).json().model.id).toBe('first');
    expect((await app.inject('/v1/technologies/none')).json().code).toBe('unknown-technology');
  });

  it('come with the card of their model, or null where it has none', async () => {
    const { app } = await startTestApp({}, createFakeScreener(), async (id) => (id === 'first' ? '# first' : null));
    const first = (await app.inject('/v1/technologies/first@onnx-cpu')).json();
    expect(first.card).toBe('# first');
    expect(Value.Errors(DescribedTechnologySchema, first)).toEqual([]);
    expect((await app.inject('/v1/technologies/second@onnx-cpu')).json().card).toBeNull();
  });
});
