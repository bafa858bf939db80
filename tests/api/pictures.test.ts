import { expect, it } from 'vitest';
import { OVERLOADED } from './fake-screener.ts';
import { withMovablePictures } from './movable-pictures.ts';
import { startTestApp } from './test-app.ts';

async function startWithScan(query = '') {
  const test = await startTestApp();
  const folder = await withMovablePictures(test.records);
  const posted = await test.app.inject({
    method: 'POST',
    url: `/v1/scans${query}`,
    headers: { 'content-type': 'image/png' },
    payload: 'a picture',
  });
  const { id } = posted.json();
  return { ...test, ...folder, get: (path: string) => test.app.inject(`/v1/scans/${id}${path}`) };
}

const OVERLAY = '/screenings/first@onnx-cpu/views/side/overlay.png';

it('draws a view from the file that was sent', async () => {
  const { get, screener } = await startWithScan();
  const reply = await get('/views/side/image.png');
  expect(reply.headers['content-type']).toBe('image/png');
  expect(reply.headers['cache-control']).toBe('no-store');
  expect(reply.rawPayload.subarray(1, 4).toString()).toBe('PNG');
  expect(
    screener.drawings.map(({ files, findings }) => [Buffer.from(files[0]?.bytes ?? []).toString(), findings]),
  ).toEqual([['a picture', null]]);
  expect(screener.permits).toEqual({ taken: 2, released: 2 });
});

it('draws what a technology found over it, with the map where one was asked for', async () => {
  const { get, screener } = await startWithScan('?maps=link');
  expect((await get(OVERLAY)).statusCode).toBe(200);
  const [drawing] = screener.drawings;
  expect(drawing?.findings).toMatchObject({
    threshold: 0.7,
    detections: [{ box: { x: 20, y: 30, width: 40, height: 50 }, score: 0.9 }],
    containers: [{ x: 10, y: 10, width: 600, height: 400 }],
  });
  expect(drawing?.findings?.mapPng?.length).toBe(4);
  const without = await startWithScan();
  await without.get(OVERLAY);
  expect(without.screener.drawings[0]?.findings?.mapPng).toBeNull();
});

it.each([
  '/views/top/image.png',
  '/screenings/second@onnx-cpu/views/side/overlay.png',
  '/screenings/first@onnx-cpu/views/top/overlay.png',
])('answers not-found for %s', async (path) => {
  const { get } = await startWithScan();
  expect((await get(path)).json()).toMatchObject({ status: 404, code: 'not-found' });
});

it('waits for no place: the gate goes first', async () => {
  const { get, screener } = await startWithScan();
  screener.refusal = OVERLOADED;
  expect((await get(OVERLAY)).json()).toMatchObject({ status: 503, code: 'overloaded' });
});

it.each(['/views/side/image.png', OVERLAY, '/screenings/first@onnx-cpu/views/side/anomaly-map.png'])(
  'says of %s while the folder of the pictures is away that the records are, not that it is lost',
  async (path) => {
    const { get, takeAway, bringBack } = await startWithScan('?maps=link');
    await takeAway();
    const detail = expect.stringContaining('a folder of the records is gone');
    expect((await get(path)).json()).toMatchObject({ status: 503, code: 'records-unavailable', detail });
    await bringBack();
    expect((await get(path)).statusCode).toBe(200);
  },
);
