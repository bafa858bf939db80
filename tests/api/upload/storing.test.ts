import { expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../test-app.ts';

const post = ({ app }: TestApp) =>
  app.inject({ method: 'POST', url: '/v1/scans', headers: { 'content-type': 'image/png' }, payload: 'a picture' });

it('counts as put on record while it waits for the disk, and is answered only when it is there', async () => {
  const test = await startTestApp();
  const { pictureStore } = test.records;
  const put = pictureStore.put;
  let isOnDisk = () => {};
  const disk = new Promise<void>((resolve) => {
    isOnDisk = resolve;
  });
  pictureStore.put = async (sha256, bytes) => {
    await disk;
    return put(sha256, bytes);
  };
  let isAnswered = false;
  const answer = post(test).then((reply) => {
    isAnswered = true;
    return reply;
  });
  await expect.poll(() => test.screener.state().storing.live).toBe(1);
  const metrics = (await test.app.inject('/metrics')).body;
  expect(metrics).toContain('scanbench_in_flight 1');
  expect(metrics).toContain('scanbench_storing 1');
  expect(isAnswered).toBe(false);
  isOnDisk();
  expect((await answer).statusCode).toBe(201);
  expect((await test.app.inject('/metrics')).body).toContain('scanbench_in_flight 0');
  expect(test.screener.permits).toEqual({ taken: 1, released: 1 });
});
