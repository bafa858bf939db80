import { expect, it, onTestFinished } from 'vitest';
import { postPatiently } from '../../../../src/commands/bench/service/post-patiently.ts';
import { postedScan } from '../../../../src/commands/bench/service/post-scan.ts';
import { serviceClient } from '../../../../src/commands/bench/service/service-client.ts';
import { startFakeService } from './fake-service.ts';

async function post(refusals: number, retryAfterSeconds: number) {
  const fake = await startFakeService();
  fake.retryAfterSeconds = retryAfterSeconds;
  fake.statuses.push(...Array.from({ length: refusals }, () => 503));
  const client = serviceClient(fake.url);
  onTestFinished(client.close);
  const scan = await postedScan([
    { view: 'side', energy: 'high', declaredType: 'image/png', bytes: new Uint8Array([1]) },
  ]);
  const waitsMs: number[] = [];
  const screened = await postPatiently(client, 'fake', scan, async (ms) => waitsMs.push(ms));
  return { screened, waitsMs };
}

it('posts a refused scan again after the seconds that the service asks for', async () => {
  const { screened, waitsMs } = await post(2, 7);
  expect(screened).toMatchObject({ ok: true });
  expect(waitsMs).toEqual([7000, 7000]);
});

it('does not wait for hours because a service asks for them: its refusal stands', async () => {
  const { screened, waitsMs } = await post(1, 7200);
  expect(screened).toMatchObject({ failure: { code: 'overloaded' } });
  expect(waitsMs).toEqual([]);
});

it('gives up after two minutes of waits, also where each is short', async () => {
  const { screened, waitsMs } = await post(1000, 0);
  expect(screened).toMatchObject({ failure: { code: 'overloaded' } });
  expect(waitsMs).toEqual(Array.from({ length: 120 }, () => 1000));
});
