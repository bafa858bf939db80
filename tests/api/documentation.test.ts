import { Validator } from '@seriousme/openapi-schema-validator';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { HTTP_STATUS } from '../../src/api/problems/errors.ts';
import { ProblemSchema } from '../../src/api/problems/problem.ts';
import { INSPECTION_EXAMPLE, parseInspection } from '../../src/api/schemas/inspection.ts';
import { METADATA_EXAMPLE, parseMetadata } from '../../src/api/schemas/metadata.ts';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { QUEUED_EXAMPLE, SCAN_EXAMPLE } from '../../src/api/schemas/scan-example.ts';
import { startTestApp } from './test-app.ts';

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
}
interface Described {
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Response>>;
}
interface Response {
  readonly description: string;
  readonly headers?: object;
  readonly content: Readonly<
    Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>
  >;
}

async function description() {
  const { app } = await startTestApp();
  return (await app.inject('/openapi.json')).json();
}

describe('/docs', () => {
  it('needs no other host', async () => {
    const { app } = await startTestApp();
    const page = await app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('is let do no more than other pages', async () => {
    const { app } = await startTestApp();
    const [docs, console] = await Promise.all([app.inject('/docs'), app.inject('/')]);
    expect(docs.headers['content-security-policy']).toBe(console.headers['content-security-policy']);
  });
});

describe('/openapi.json', () => {
  it('covers every route', async () => {
    const { paths, openapi } = await description();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths).sort()).toEqual([
      '/livez',
      '/metrics',
      '/openapi.json',
      '/readyz',
      '/v1/comparison',
      '/v1/events',
      '/v1/inspections',
      '/v1/lineup',
      '/v1/plans',
      '/v1/reports',
      '/v1/reports/{id}',
      '/v1/reports/{id}/report.html',
      '/v1/reports/{id}/report.json',
      '/v1/reports/{id}/report.md',
      '/v1/reports/{id}/speed.csv',
      '/v1/sample-sets',
      '/v1/scans',
      '/v1/scans/{id}',
      '/v1/scans/{id}/inspection',
      '/v1/scans/{id}/screenings/{technology}/views/{view}/anomaly-map.png',
      '/v1/scans/{id}/screenings/{technology}/views/{view}/overlay.png',
      '/v1/scans/{id}/views/{view}/image.png',
      '/v1/technologies',
      '/v1/technologies/{id}',
      '/v2',
      '/v2/health/live',
      '/v2/health/ready',
      '/v2/models/{model}',
      '/v2/models/{model}/config',
      '/v2/models/{model}/infer',
      '/v2/models/{model}/ready',
      '/v2/models/{model}/versions/{version}',
      '/v2/models/{model}/versions/{version}/config',
      '/v2/models/{model}/versions/{version}/infer',
      '/v2/models/{model}/versions/{version}/ready',
      '/v2/repository/index',
      '/v2/repository/models/{model}/load',
      '/v2/repository/models/{model}/unload',
    ]);
  });

  it('is a valid document', async () => {
    expect(await new Validator().validate(await description())).toEqual({ valid: true });
  });

  it('describes the parameters that an address has, and no other', async () => {
    const paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = (await description()).paths;
    for (const [path, operations] of Object.entries(paths)) {
      const inAddress = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
      for (const { parameters = [] } of Object.values(operations)) {
        const described = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        expect([path, described.toSorted()]).toEqual([path, inAddress]);
      }
    }
  });

  it('names each operation once, for those who have a client made of it', async () => {
    const paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>> = (
      await description()
    ).paths;
    const names = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(names.length).toBeGreaterThan(40);
    for (const name of names) expect(name).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(new Set(names).size).toBe(names.length);
    expect(paths).toMatchObject({
      '/v1/scans': { post: { operationId: 'screenScan' } },
      '/v2/models/{model}/versions/{version}/infer': { post: { operationId: 'modelVersionInfer' } },
    });
  });

  it('describes the four kinds of body, and what a scan is answered with', async () => {
    const { requestBody, responses, parameters } = (await description()).paths['/v1/scans'].post;
    expect(Object.keys(requestBody.content)).toEqual(['image/png', 'image/tiff', 'image/jpeg', 'multipart/form-data']);
    expect(responses['201'].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Scan' });
    expect(Object.keys(responses['201'].headers)).toEqual([
      'Location',
      'Server-Timing',
      'Preference-Applied',
      'Idempotency-Replayed',
    ]);
    expect(parameters.filter(({ required }: { required: boolean }) => required)).toEqual([]);
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'technology',
      'maps',
      'images',
      'prefer',
      'idempotency-key',
    ]);
  });

  it.each(['wait=10', 'respond-async'])('describes the headers of an answer to a scan under %s', async (prefer) => {
    const { app } = await startTestApp();
    const headers = { 'content-type': 'image/png', 'idempotency-key': 'gate-1', prefer };
    const post = () => app.inject({ method: 'POST', url: '/v1/scans', headers, payload: 'a picture' });
    const [first, again] = [await post(), await post()];
    const { responses } = (await app.inject('/openapi.json')).json().paths['/v1/scans'].post;
    const said = Object.keys(responses[first.statusCode].headers).map((name) => name.toLowerCase());
    const own = ['location', 'server-timing', 'preference-applied', 'idempotency-replayed'];
    const sent = own.filter((name) => name in first.headers || name in again.headers);
    expect(said.toSorted()).toEqual(sent.toSorted());
  });

  it('gives for each failure an example of its status: a problem, and under /v2 an error', async () => {
    const { paths } = await description();
    const failures = Object.entries<Record<string, Described>>(paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ responses }) =>
        Object.entries(responses).flatMap(([status, response]) =>
          status < '400' ? [] : [{ path, status, ...response }],
        ),
      ),
    );
    expect(failures.length).toBeGreaterThan(10);
    for (const { path, status, description: codes, headers, content } of failures) {
      const isOpenInference = path.startsWith('/v2');
      const examples = content[isOpenInference ? 'application/json' : 'application/problem+json']?.examples ?? {};
      expect(Object.keys(examples).join(', ')).toBe(codes);
      for (const [code, { value }] of Object.entries(examples)) {
        if (isOpenInference) {
          expect(value).toEqual({ error: expect.stringMatching(/\w/) });
        } else {
          expect(Value.Errors(ProblemSchema, value)).toEqual([]);
          expect(value).toMatchObject({ code, status: Number(status) });
        }
        expect(HTTP_STATUS).toHaveProperty(code, Number(status));
      }
      if (status === '503' || status === '429') expect(headers).toHaveProperty('Retry-After.schema.type', 'integer');
    }
  });

  it('says of each address with a parameter that it may be malformed, and of each body that its type may be another', async () => {
    const paths: Readonly<Record<string, Readonly<Record<string, Described>>>> = (await description()).paths;
    const missing = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses, requestBody }]) => [
        ...(path.includes('{') && responses['400'] === undefined ? [`400 ${method} ${path}`] : []),
        ...(requestBody !== undefined && responses['415'] === undefined ? [`415 ${method} ${path}`] : []),
      ]),
    );
    expect(missing).toEqual([]);
  });

  it('gives examples that hold to their schemas', () => {
    expect(Value.Errors(ScanDocumentSchema, SCAN_EXAMPLE)).toEqual([]);
    expect(Value.Errors(ScanDocumentSchema, QUEUED_EXAMPLE)).toEqual([]);
    expect(parseMetadata(METADATA_EXAMPLE).ok).toBe(true);
    expect(parseInspection(INSPECTION_EXAMPLE).ok).toBe(true);
  });
});
