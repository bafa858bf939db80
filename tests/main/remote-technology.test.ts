import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { trialTensor } from '../../src/commands/models/trial-tensor.ts';
import { decodeScan } from '../../src/formats/decode-scan.ts';
import { assessView } from '../../src/inference/assess-view.ts';
import { loadDetector } from '../../src/inference/load-detector.ts';
import type { Manifest, Remote } from '../../src/inference/model/manifest.ts';
import { readModel } from '../../src/inference/model/model-folder.ts';
import { recordServer } from '../../src/inference/runtimes/remote/compare-server.ts';
import { openServer } from '../../src/inference/runtimes/remote/open-server.ts';
import { shipped } from '../../src/installation.ts';
import { remoteAt } from '../fixtures/model-manifest.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { isBuilt, startBuiltService } from './built-service.ts';

const SCAN = shipped('samples', 'smoke', '001-palletised-boxes');
const MODELS = ['local-contrast', 'tip-unet-single'];
const access = { hosts: ['127.0.0.1'], tokens: {} };

/** A folder with shipped models, and beside each of them the same one on a server, called `far-…`. */
async function writeFarModels(address: string): Promise<string> {
  const modelsDir = await temporaryFolder();
  for (const id of MODELS) {
    await cp(shipped('models', id), path.join(modelsDir, id), { recursive: true });
    const { manifest } = valueFrom(await readModel(shipped('models', id)));
    const served = { address, model: id, version: manifest.version };
    const server = valueFrom(openServer(served, access));
    const remote: Remote = { ...served, recorded: recordServer(valueFrom(await server.describe())) };
    server.close();
    const far: Manifest = { ...manifest, id: `far-${id}`, files: [], runtime: 'remote', remote };
    await mkdir(path.join(modelsDir, far.id));
    await writeFile(path.join(modelsDir, far.id, 'manifest.json'), JSON.stringify(far));
  }
  return modelsDir;
}

it.skipIf(!isBuilt)(
  'a model on another Scanbench gives the map that it gives here, and the same decision through the service',
  async () => {
    const { url: address } = await startBuiltService({ SCANBENCH_WORKERS: '1' });
    const modelsDir = await writeFarModels(address);

    const files = await Promise.all(
      (['high', 'low'] as const).map(async (energy) => ({
        view: 'side',
        energy,
        declaredType: 'image/png',
        bytes: Uint8Array.from(await readFile(path.join(SCAN, `side.${energy}.png`))),
      })),
    );
    const views = valueFrom(await decodeScan(files)).map((view) => ({ view, assessment: assessView(view) }));
    for (const id of MODELS) {
      const [here, there] = await Promise.all(
        [id, `far-${id}`].map(async (model) => {
          const provider = model === id ? 'cpu' : 'http';
          const loaded = valueFrom(await readModel(path.join(modelsDir, model)));
          const { manifest } = loaded;
          const options = { provider, intraOpThreads: 1, remoteAccess: access } as const;
          const detector = valueFrom(await loadDetector(loaded, options));
          const found = valueFrom(await detector.screenViews(views, { mapBits: 16 }));
          const raw = valueFrom(await detector.runModel({ [manifest.input.name]: trialTensor(manifest.input) }));
          await detector.close();
          return { found, raw: Object.values(raw)[0]?.data ?? [] };
        }),
      );
      expect(largestDifference(here?.raw, there?.raw)).toBeLessThanOrEqual(1e-6);
      const [mine, others] = [here, there].map((answer) => answer?.found.views[0]);
      expect(largestDifference(mine?.anomalyMap?.samples, others?.anomalyMap?.samples)).toBe(0);
      expect(others?.score).toBe(mine?.score);
      expect(here?.found.remote).toBeUndefined();
      expect(there?.found.remote).toMatchObject({ serverMs: expect.any(Number) });
    }

    const { url } = await startBuiltService({
      SCANBENCH_WORKERS: '1',
      SCANBENCH_MODELS_DIR: modelsDir,
      SCANBENCH_REMOTE_HOSTS: '127.0.0.1',
    });
    const form = new FormData();
    for (const { energy, bytes } of files) form.append(`side.${energy}`, new Blob([bytes], { type: 'image/png' }));
    const technologies = MODELS.flatMap((id) => [`${id}@onnx-cpu`, `far-${id}@remote-http`]);
    const query = technologies.map((id) => `technology=${id}`).join('&');
    const reply = await fetch(`${url}/v1/scans?${query}&maps=inline`, { method: 'POST', body: form });
    expect(reply.status).toBe(201);
    const { screenings } = (await reply.json()) as {
      screenings: { technology: string; decision: string; score: number; anomalyMaps: object }[];
    };
    for (const [index, id] of MODELS.entries()) {
      const [here, there] = screenings.slice(2 * index);
      expect(there?.technology).toBe(`far-${id}@remote-http`);
      expect(there).toMatchObject({ decision: here?.decision, score: here?.score, anomalyMaps: here?.anomalyMaps });
    }
    // The server offers on what runs there, and not what it asks others for.
    expect((await fetch(`${url}/v2/models/far-local-contrast`)).status).toBe(404);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const far = 'technology="far-tip-unet-single@remote-http"';
    expect(metrics).toContain(`scanbench_remote_duration_seconds_count{${far},part="network"} 1`);
    expect(metrics).toMatch(new RegExp(`scanbench_remote_bytes_total{${far},direction="sent"} [1-9]`));
    expect(metrics).not.toContain('scanbench_remote_bytes_total{technology="tip-unet-single@onnx-cpu"');
  },
  120_000,
);

it.skipIf(!isBuilt)('the log says at the start which technology is missing, and why', async () => {
  const modelsDir = await temporaryFolder();
  const { manifest } = valueFrom(await readModel(shipped('models', 'local-contrast')));
  const far: Manifest = {
    ...manifest,
    id: 'far',
    files: [],
    runtime: 'remote',
    remote: remoteAt('http://127.0.0.1:9'),
  };
  await cp(shipped('models', 'local-contrast'), path.join(modelsDir, 'local-contrast'), { recursive: true });
  await mkdir(path.join(modelsDir, 'far'));
  await writeFile(path.join(modelsDir, 'far', 'manifest.json'), JSON.stringify(far));

  const { child } = await startBuiltService({ SCANBENCH_WORKERS: '1', SCANBENCH_MODELS_DIR: modelsDir }, 'pipe');
  let log = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  await expect.poll(() => log, { timeout: 10_000 }).toContain('"msg":"technologies not ready"');
  const line = log.split('\n').find((each) => each.includes('technologies not ready')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({
    level: 40,
    technologies: [
      { id: 'far@remote-http', reason: expect.stringContaining('SCANBENCH_REMOTE_HOSTS: add 127.0.0.1:9') },
    ],
  });
});

/** Infinity where one has values that the other lacks. */
function largestDifference(first: ArrayLike<number> = [], second: ArrayLike<number> = []): number {
  if (first.length === 0 || first.length !== second.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < first.length; i++) largest = Math.max(largest, Math.abs((first[i] ?? 0) - (second[i] ?? 0)));
  return largest;
}
