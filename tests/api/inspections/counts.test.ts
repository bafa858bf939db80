import { describe, expect, it } from 'vitest';
import { createFakeScreener } from '../fake-screener.ts';
import { startTestApp } from '../test-app.ts';
import { BENIGN, counted, found, postScan, put } from './send-inspections.ts';

describe('an inspection', () => {
  it('counts, and compares, a scan that is screened after its inspection as one that was screened before', async () => {
    const screener = createFakeScreener();
    screener.isReadyNow = false;
    const test = await startTestApp({ challengers: ['second@onnx-cpu'] }, screener);
    const id = await postScan(test, {}, { prefer: 'respond-async' });
    await put(test, id, BENIGN);
    await put(test, id, found({ boxes: [] }));
    expect(await counted(test)).toEqual([]);
    screener.isReadyNow = true;
    await expect
      .poll(() => counted(test), { timeout: 5000 })
      .toEqual([
        'technology="first@onnx-cpu",decision="alarm",truth="threat" 1',
        'technology="second@onnx-cpu",decision="alarm",truth="threat" 1',
      ]);
    const query = 'technology=first@onnx-cpu&technology=second@onnx-cpu';
    const comparison = (await test.app.inject(`/v1/comparison?${query}`)).json();
    expect(comparison).toMatchObject({
      screened: 1,
      uncorrected: { first: { rates: { threats: { alarm: { count: 1, n: 1 } }, benigns: null } } },
    });
  });

  it('counts a challenger that screens after the inspection, and no other screening of the scan again', async () => {
    const screener = createFakeScreener();
    const { answer } = screener;
    let letGo = () => {};
    const isLetGo = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    screener.answer = async (job, options) => {
      if (options.priority === 'challenger') await isLetGo;
      return answer(job, options);
    };
    const test = await startTestApp({ challengers: ['second@onnx-cpu'] }, screener);
    await put(test, await postScan(test), found());
    expect(await counted(test)).toEqual(['technology="first@onnx-cpu",decision="alarm",truth="threat" 1']);
    letGo();
    await expect
      .poll(() => counted(test))
      .toEqual([
        'technology="first@onnx-cpu",decision="alarm",truth="threat" 1',
        'technology="second@onnx-cpu",decision="alarm",truth="threat" 1',
      ]);
  });

  it('counts each screening against the truth once, and no correction of it', async () => {
    const test = await startTestApp();
    const id = await postScan(test);
    for (const inspection of [found(), found(), BENIGN]) await put(test, id, inspection);
    expect(await counted(test)).toEqual(['technology="first@onnx-cpu",decision="alarm",truth="threat" 1']);
  });
});
