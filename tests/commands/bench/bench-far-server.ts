import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { benchCommand } from '../../../src/commands/bench.ts';
import { shipped } from '../../../src/installation.ts';
import { hearStreams } from '../../fixtures/hear-streams.ts';
import { type InferenceServerOptions, startInferenceServer } from '../../fixtures/inference-server.ts';
import { modelManifest, remoteAt } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { writeModel } from '../../fixtures/write-model.ts';

/** How many scans are judged and timed, and the percentiles that are asked for. */
export interface FarPlan {
  readonly accuracyScans: number;
  readonly performanceScans: number;
  readonly percentiles: readonly number[];
}

/** For each test of a file: servers on this machine may be asked, and what `scanbench bench` leaves behind is taken back. */
export function allowServersHere(): void {
  beforeEach(() => {
    vi.stubEnv('SCANBENCH_REMOTE_HOSTS', '127.0.0.1');
  });
  afterEach(() => {
    process.exitCode = 0;
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });
}

/** Benchmarks the model `id` on such a server: what was said, and the folder of the report. */
export async function benchFarServer(id: string, server: InferenceServerOptions, wanted: FarPlan) {
  const folder = await temporaryFolder();
  const { url } = await startInferenceServer(server);
  await writeModel(folder, modelManifest({ id, runtime: 'remote', files: [], remote: remoteAt(url) }), {});
  const plan = path.join(folder, 'plan.json');
  const scenarios = [{ scenario: 'single-stream', rounds: 1, roundSeconds: 0.1 }];
  const samples = [shipped('samples', 'smoke')];
  const limits = { warmUpScans: 0, workers: 1, taktSeconds: 30, pfaLimits: [0.5], seed: 1 };
  await writeFile(plan, JSON.stringify({ name: id, samples, scenarios, ...wanted, ...limits }));
  const said = hearStreams();
  const out = path.join(folder, 'out');
  await benchCommand().parseAsync(['--plan', plan, '--models', folder, '--technology', id, '--out', out], {
    from: 'user',
  });
  return { said: said(), out };
}
