import { scanForm } from '../scan-form.ts';
import { startTestApp, type TestApp } from '../test-app.ts';
import { makePortKey, type TestKey } from '../test-keys.ts';

/** An application with a key of each of two ports. */
export async function twoPorts() {
  const test = await startTestApp();
  const [rotterdam, hamburg] = [await makePortKey(test.records, 'NLRTM'), await makePortKey(test.records, 'DEHAM')];
  return { ...test, rotterdam, hamburg };
}

/** Posts a scan of a container that both ports have, with maps, so that there is something to find. */
export function post(
  { app }: TestApp,
  { headers }: TestKey,
  more: { idempotencyKey?: string; portCode?: string; lane?: string; containerNumber?: string; prefer?: string } = {},
) {
  const { idempotencyKey, portCode, lane = '7', containerNumber = 'CSQU3054383', prefer } = more;
  const form = scanForm({ containerNumber, laneId: lane, ...(portCode !== undefined && { portCode }) });
  return app.inject({
    method: 'POST',
    url: '/v1/scans?maps=link',
    headers: {
      ...headers,
      ...form.headers,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(prefer !== undefined && { prefer }),
    },
    payload: form.payload,
  });
}
