import { scanForm } from '../scan-form.ts';
import type { TestApp } from '../test-app.ts';

/** Posts a picture. */
export function post({ app }: TestApp, query = '', headers: Record<string, string> = {}, body = 'a picture') {
  return app.inject({
    method: 'POST',
    url: `/v1/scans${query}`,
    headers: { 'content-type': 'image/png', ...headers },
    payload: body,
  });
}

/** Posts one with what is declared of it. */
export function postForm(
  { app }: TestApp,
  metadata: object,
  headers: Record<string, string> = {},
  boundary = 'b',
  picture = 'a picture',
) {
  const { headers: own, payload } = scanForm(metadata, picture, boundary);
  return app.inject({ method: 'POST', url: '/v1/scans', headers: { ...own, ...headers }, payload });
}

/** The list of scans. */
export const list = async ({ app }: TestApp, query = '') => (await app.inject(`/v1/scans${query}`)).json();
