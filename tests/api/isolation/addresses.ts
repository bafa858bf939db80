import { expect } from 'vitest';
import type { TestApp } from '../test-app.ts';
import type { TestKey } from '../test-keys.ts';

/**
 * What two ports could learn of each other at each address that OpenAPI describes, and so which promise it is held to
 * in `isolation.test.ts`. A new address must be entered here: that is the moment to think about it.
 */
export const CASES: Readonly<Record<string, Case>> = {
  'POST /v1/scans': 'adds',
  'GET /v1/scans': 'lists',
  'GET /v1/scans/{id}': 'of one scan',
  'DELETE /v1/scans/{id}': 'of the whole service',
  'GET /v1/scans/{id}/views/{view}/image.png': 'of one scan',
  'GET /v1/scans/{id}/screenings/{technology}/views/{view}/overlay.png': 'of one scan',
  'GET /v1/scans/{id}/screenings/{technology}/views/{view}/anomaly-map.png': 'of one scan',
  'PUT /v1/scans/{id}/inspection': 'of one scan',
  'GET /v1/scans/{id}/inspection': 'of one scan',
  'POST /v1/inspections': 'adds',
  'GET /v1/comparison': 'lists',
  'GET /v1/events': 'streams',
  'POST /v1/reports': 'adds',
  'GET /v1/reports': 'lists',
  'GET /v1/reports/{id}': 'of one report',
  'DELETE /v1/reports/{id}': 'of one report',
  'GET /v1/reports/{id}/report.html': 'of one report',
  'GET /v1/reports/{id}/report.json': 'of one report',
  'GET /v1/reports/{id}/report.md': 'of one report',
  'GET /v1/reports/{id}/speed.csv': 'of one report',
  'GET /v1/plans': 'of no port',
  'GET /v1/sample-sets': 'of no port',
  'GET /v1/technologies': 'of no port',
  'GET /v1/technologies/{id}': 'of no port',
  'GET /v1/lineup': 'of no port',
  'PUT /v1/lineup': 'of the whole service',
  'GET /v2': 'of no port',
  'GET /v2/health/live': 'of no port',
  'GET /v2/health/ready': 'of no port',
  'GET /v2/models/{model}': 'of no port',
  'GET /v2/models/{model}/config': 'of no port',
  'GET /v2/models/{model}/ready': 'of no port',
  'POST /v2/models/{model}/infer': 'of no port',
  'GET /v2/models/{model}/versions/{version}': 'of no port',
  'GET /v2/models/{model}/versions/{version}/config': 'of no port',
  'GET /v2/models/{model}/versions/{version}/ready': 'of no port',
  'POST /v2/models/{model}/versions/{version}/infer': 'of no port',
  'POST /v2/repository/index': 'of no port',
  'POST /v2/repository/models/{model}/load': 'of the whole service',
  'POST /v2/repository/models/{model}/unload': 'of the whole service',
  'GET /livez': 'of no port',
  'GET /readyz': 'of no port',
  'GET /metrics': 'of the whole service',
  'GET /openapi.json': 'of no port',
};

export type Case =
  | 'adds'
  | 'lists'
  | 'streams'
  | 'of one scan'
  | 'of one report'
  | 'of no port'
  | 'of the whole service';

interface Described {
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly example?: unknown; readonly schema?: { readonly examples?: readonly unknown[] } }>
    >;
  };
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly described: Described;
}

/** Every address that OpenAPI describes. */
export async function operations({ app }: TestApp): Promise<readonly Operation[]> {
  const { paths }: { paths: Record<string, Record<string, Described>> } = (await app.inject('/openapi.json')).json();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase() as Operation['method'],
      path,
      described,
    })),
  );
}

/** Those of a case; at least one. */
export async function operationsThat(test: TestApp, wanted: Case): Promise<readonly Operation[]> {
  const found = (await operations(test)).filter(({ method, path }) => CASES[`${method} ${path}`] === wanted);
  expect(found).not.toEqual([]);
  return found;
}

/** Asks with the body that the description gives as an example; `id` is of a scan, or a report. */
export async function ask({ app }: TestApp, { headers }: TestKey, { method, path, described }: Operation, id: string) {
  const known = { id, technology: 'first@onnx-cpu', view: 'side', model: 'first', version: '1' };
  const url = Object.entries(known).reduce((text, [name, value]) => text.replace(`{${name}}`, value), path);
  const json = described.requestBody?.content['application/json'];
  const example = json?.example ?? json?.schema?.examples?.[0];
  const body = example === undefined ? {} : { payload: JSON.stringify(example) };
  const type = example === undefined ? {} : { 'content-type': 'application/json' };
  const reply = await app.inject({ method, url, headers: { ...headers, ...type }, ...body });
  const { date: _, ...sentHeaders } = reply.headers;
  return { status: reply.statusCode, headers: sentHeaders, body: reply.body };
}
