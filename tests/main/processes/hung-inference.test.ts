import { describe, expect, it } from 'vitest';
import { shipped } from '../../../src/installation.ts';
import { endlessModel, endlessScan, quickScan } from '../../fixtures/endless-model.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { writeNullModel } from '../../workers/null-models.ts';
import { isBuilt, startBuiltService } from '../built-service.ts';
import { readMetrics, sumOf } from '../read-metrics.ts';
import {
  ENDLESS,
  expectReplaced,
  fateOf,
  LIMIT_MS,
  PATIENTLY,
  post,
  QUIET,
  SCAN,
  startService,
  stateOf,
} from './one-process.ts';

const ENDLESS_ON_GPU = 'endless@onnx-webgpu';

/** Settings of a service with a GPU that is none: see `gpu-on-cpu.ts`. */
const GPU_ON_CPU = {
  NODE_OPTIONS: `--import=${shipped('dist', 'tests', 'main', 'gpu-on-cpu.js')}`,
  SCANBENCH_PROVIDERS: 'cpu,webgpu',
};

describe.skipIf(!isBuilt)('a service whose inference hangs', () => {
  it(
    'answers the scan whose inference hangs and those beside it, refuses others, and is replaced',
    async () => {
      const settings = { SCANBENCH_WORKERS: '2', SCANBENCH_HANG_SECONDS: '2', SCANBENCH_DEADLINE_MS: '120000' };
      const { url } = await startService(2_000, settings);
      const hanging = post(url, endlessScan(), ENDLESS);
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
      const beside = post(url);
      expect(await hanging).toMatchObject({ status: 500, answer: { code: 'runtime-failed', technology: ENDLESS } });
      // Until the other one is answered it still stands, and lets nobody in.
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
      expect(await post(url)).toMatchObject({ status: 503, answer: { code: 'draining' } });
      expect((await beside).status).toBe(201);
      await expectReplaced(url, '"hung-inference"');
    },
    LIMIT_MS,
  );

  it(
    'answers the scans that the thread of the GPU hangs with and those beside it, and is replaced together with that thread',
    async () => {
      const { url } = await startService(0, { SCANBENCH_WORKERS: '3', SCANBENCH_HANG_SECONDS: '3', ...GPU_ON_CPU });
      expect((await post(url, quickScan(), ENDLESS_ON_GPU)).status).toBe(201);
      const hanging = [post(url, endlessScan(), ENDLESS_ON_GPU)];
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
      // It would be computed in a moment, but waits for the same device.
      hanging.push(post(url, quickScan(), ENDLESS_ON_GPU));
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(2);
      expect((await post(url)).status).toBe(201);
      for (const answer of hanging) {
        const failure = { code: 'runtime-failed', technology: ENDLESS_ON_GPU };
        expect(await answer).toMatchObject({ status: 500, answer: failure });
      }
      await expectReplaced(url, '"hung-inference"');
      expect((await post(url, quickScan(), ENDLESS_ON_GPU)).status).toBe(201);
    },
    LIMIT_MS,
  );

  it(
    'gives up a queued scan that ended its process twice, and finishes the others',
    async () => {
      const { url } = await startService(0, { SCANBENCH_WORKERS: '2', SCANBENCH_HANG_SECONDS: '1' });
      const fatal = await post(url, endlessScan(), ENDLESS, { prefer: 'respond-async' });
      const other = await post(url, SCAN, QUIET, { prefer: 'respond-async' });
      await expect
        .poll(() => stateOf(url, fatal.answer.id).catch(() => null), PATIENTLY)
        .toMatchObject({
          state: 'failed',
          failure: { code: 'runtime-failed', message: expect.stringContaining('2 times') },
        });
      expect((await stateOf(url, other.answer.id)).state).toBe('screened');
      await expectReplaced(url, '"hung-inference"', 2);
    },
    LIMIT_MS,
  );

  it(
    'leaves out a model that it does not come back from loading, says so, and serves the others',
    async () => {
      const modelsDir = await temporaryFolder();
      await writeNullModel(modelsDir, 'quiet', {}, { score: 0.1 });
      await writeModel(modelsDir, modelManifest({ id: 'endless', runtime: 'onnx' }), endlessModel(1));
      const settings = { SCANBENCH_MODELS_DIR: modelsDir, SCANBENCH_WORKERS: '2', SCANBENCH_HANG_SECONDS: '1' };
      // The model costs 30 s before the process is replaced, and spins in both threads meanwhile.
      const { child, url, exited } = await startBuiltService(settings, undefined, 150_000);
      expect((await post(url)).status).toBe(201);
      const endless: unknown = await (await fetch(`${url}/v1/technologies/${ENDLESS}`)).json();
      expect(endless).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('within 30 s') });
      expect(sumOf(await readMetrics(url), 'process_restarts_total', 'hung-inference')).toBe(1);
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    },
    LIMIT_MS,
  );

  it(
    'stops on SIGTERM although an inference hangs',
    async () => {
      const { url, child, exited } = await startService(0, { SCANBENCH_WORKERS: '1', SCANBENCH_HANG_SECONDS: '2' });
      const hanging = fateOf(post(url, endlessScan(), ENDLESS));
      await expect.poll(async () => sumOf(await readMetrics(url), 'workers', 'busy'), PATIENTLY).toBe(1);
      child.kill('SIGTERM');
      expect(await hanging).toBe(500);
      expect(await exited).toEqual([1, null]);
    },
    LIMIT_MS,
  );
});
