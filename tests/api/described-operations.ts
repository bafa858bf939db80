import type { TestApp } from './test-app.ts';

/** A request that posts a scan. */
export const SCAN = {
  method: 'POST',
  url: '/v1/scans',
  headers: { 'content-type': 'image/png' },
  payload: 'picture',
} as const;

interface Operation {
  readonly security?: readonly [{ readonly bearer: readonly string[] }];
}

/** Every address that OpenAPI describes, with the scope that it says a key needs. */
export async function operations({ app }: TestApp) {
  const { paths }: { paths: Record<string, Record<string, Operation>> } = (await app.inject('/openapi.json')).json();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase() as 'GET' | 'POST' | 'PUT' | 'DELETE',
      path,
      scope: security === undefined ? 'anyone' : (security[0].bearer[0] ?? 'any key'),
    })),
  );
}

/** An address with `x` in each of its places. */
export const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');
