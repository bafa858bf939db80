import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
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

describe('the log', () => {
  it('names the route, never the address, the query or the metadata', async () => {
    const { app, logLines } = await startTestApp();
    await app.inject(scan);
    await app.inject('/v1/scans/CSQU3054383?secret=1');
    expect(logLines.join('')).not.toMatch(/CSQU|secret|second@onnx/);
    expect(logLines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ method: 'POST', route: '/v1/scans', status: 201, ms: expect.any(Number) }),
      expect.objectContaining({ method: 'GET', route: '/v1/scans/:id', status: 404, code: 'unknown-scan' }),
    ]);
  });
});

describe('health', () => {
  it('is live at once and ready when the screener is', async () => {
    const { app, screener } = await startTestApp();
    screener.isReadyNow = false;
    expect((await app.inject('/livez')).statusCode).toBe(200);
    const waiting = await app.inject('/readyz');
    expect(waiting.statusCode).toBe(503);
    expect(waiting.json().detail).toContain('starting');
    screener.isReadyNow = true;
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
    expect(screener.permits.taken).toBe(screener.permits.released);
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

describe('the description', () => {
  it('covers every route, the bodies of a scan and the shape of its answer', async () => {
    const { app } = await startTestApp();
    const { paths, openapi } = (await app.inject('/openapi.json')).json();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/scans',
        '/v1/scans/{id}',
        '/v1/technologies',
        '/v1/technologies/{id}',
        '/livez',
        '/readyz',
        '/metrics',
      ]),
    );
    const { requestBody, responses } = paths['/v1/scans'].post;
    expect(Object.keys(requestBody.content)).toEqual(['image/png', 'image/tiff', 'image/jpeg', 'multipart/form-data']);
    expect(responses['201'].content['application/json'].schema.properties).toHaveProperty('screenings');
  });

  it('is tryable at /docs without another host', async () => {
    const { app } = await startTestApp();
    const page = await app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });
});

describe('technologies', () => {
  it('are listed with their state, and found by id', async () => {
    const { app } = await startTestApp();
    const list = (await app.inject('/v1/technologies')).json();
    expect(list.nextCursor).toBeNull();
    expect(list.items.map((t: { state: string }) => t.state)).toEqual(['unavailable', 'ready', 'ready']);
    expect((await app.inject('/v1/technologies/first@onnx-cpu')).json().model.id).toBe('first');
    expect((await app.inject('/v1/technologies/none')).json().code).toBe('unknown-technology');
  });
});
