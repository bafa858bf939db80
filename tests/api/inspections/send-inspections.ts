import { scanForm } from '../scan-form.ts';
import type { TestApp } from '../test-app.ts';

export const NOW = new Date();

/** A threat, as an officer found it. */
export const found = (more: object = {}) => ({
  outcome: 'threat',
  selectedBy: 'alarm',
  category: 'weapons',
  boxes: [{ view: 'side', box: { x: 1, y: 2, width: 3, height: 4 } }],
  inspectedAt: NOW.toISOString(),
  ...more,
});

export const BENIGN = { outcome: 'benign', selectedBy: 'random', inspectedAt: NOW.toISOString() };

/** Posts a scan; its id. */
export async function postScan(
  { app }: TestApp,
  metadata: object = {},
  more: Record<string, string> = {},
): Promise<string> {
  const { headers, payload } = scanForm(metadata);
  const sent = { method: 'POST' as const, url: '/v1/scans', headers: { ...headers, ...more }, payload };
  return (await app.inject(sent)).json().id;
}

/** Puts what was found in a scan on record. */
export const put = ({ app }: TestApp, id: string, payload: object | string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'PUT',
    url: `/v1/scans/${id}/inspection`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

/** The inspections that the metrics count, with their labels. */
export const counted = async ({ app }: TestApp) =>
  [...(await app.inject('/metrics')).body.matchAll(/^scanbench_inspections_total\{(.*)\} ([1-9]\d*)$/gm)].map(
    ([, labels, count]) => `${labels} ${count}`,
  );
