import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createScripted } from './scripted-screener.ts';

it('says so where there is no model', async () => {
  const { screener } = await createScripted({ modelsDir: fileURLToPath(new URL('.', import.meta.url)) });
  expect(await screener.ready).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
  expect(screener.isReady()).toBe(false);
  expect(screener.technologies()).toEqual([]);
});

it('says so where the champion is not among the technologies', async () => {
  const { screener } = await createScripted({ champion: () => 'other@onnx-cpu' });
  const ready = await screener.ready;
  expect(ready.ok ? '' : ready.failure.message).toBe(
    'The champion other@onnx-cpu cannot screen: There is no such technology. There are: quiet@null-cpu. PUT /v1/lineup can name another: quiet@null-cpu.',
  );
  expect(screener.isReady()).toBe(false);
});

it('goes by the champion that there is now', async () => {
  let champion = 'other@onnx-cpu';
  const { screener } = await createScripted({ champion: () => champion });
  await screener.ready;
  expect(screener.isReady()).toBe(false);
  champion = 'quiet@null-cpu';
  expect(screener.isReady()).toBe(true);
});

it('answers every scan with a failure where its threads die as they start, again and again', async () => {
  const { screener, screen } = await createScripted({ entry: new URL('no-such-module.js', import.meta.url) });
  const early = screen({ do: 'answer', name: 'early' });
  expect(await screener.ready).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
  expect(await early).toMatchObject({ ok: false, failure: { code: 'runtime-failed' } });
  expect(await screen({ do: 'answer', name: 'next' })).toMatchObject({ failure: { code: 'runtime-failed' } });
  expect(screener.isReady()).toBe(false);
});
