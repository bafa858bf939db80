import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { HTTP_STATUS } from '../../src/api/errors.ts';
import { METADATA_EXAMPLE, parseMetadata } from '../../src/api/schemas/metadata.ts';
import { ProblemSchema } from '../../src/api/schemas/problem.ts';
import { ScanDocumentSchema } from '../../src/api/schemas/scan-document.ts';
import { SCAN_EXAMPLE } from '../../src/api/schemas/scan-example.ts';
import { startTestApp } from './test-app.ts';

interface Described {
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

describe('/openapi.json', () => {
  it('covers every route', async () => {
    const { paths, openapi } = await description();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths).sort()).toEqual([
      '/livez',
      '/metrics',
      '/openapi.json',
      '/readyz',
      '/v1/scans',
      '/v1/scans/{id}',
      '/v1/technologies',
      '/v1/technologies/{id}',
    ]);
  });

  it('describes the four kinds of body, and what a scan is answered with', async () => {
    const { requestBody, responses, parameters } = (await description()).paths['/v1/scans'].post;
    expect(Object.keys(requestBody.content)).toEqual(['image/png', 'image/tiff', 'image/jpeg', 'multipart/form-data']);
    expect(responses['201'].content['application/json'].schema.properties).toHaveProperty('screenings');
    expect(Object.keys(responses['201'].headers)).toEqual(['Location', 'Server-Timing', 'Preference-Applied']);
    expect(parameters.filter(({ required }: { required: boolean }) => required)).toEqual([]);
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual(['technology', 'maps', 'images', 'prefer']);
  });

  it('gives for each failure an example that is a problem of that status', async () => {
    const { paths } = await description();
    const operations: Described[] = Object.values<Record<string, Described>>(paths).flatMap((path) =>
      Object.values(path),
    );
    const failures = operations.flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => status !== '200' && status !== '201'),
    );
    expect(failures.length).toBeGreaterThan(10);
    for (const [status, { description: codes, headers, content }] of failures) {
      const examples = content['application/problem+json']?.examples ?? {};
      expect(Object.keys(examples).join(', ')).toBe(codes);
      for (const [code, { value }] of Object.entries(examples)) {
        expect(Value.Errors(ProblemSchema, value)).toEqual([]);
        expect(value).toMatchObject({ code, status: Number(status) });
        expect(HTTP_STATUS).toHaveProperty(code, Number(status));
      }
      if (status === '503') expect(headers).toHaveProperty('Retry-After.schema.type', 'integer');
    }
  });

  it('gives examples that hold to their schemas', () => {
    expect(Value.Errors(ScanDocumentSchema, SCAN_EXAMPLE)).toEqual([]);
    expect(parseMetadata(METADATA_EXAMPLE).ok).toBe(true);
  });
});

describe('/docs', () => {
  it('needs no other host', async () => {
    const { app } = await startTestApp();
    const page = await app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });
});
