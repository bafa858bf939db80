import { expect, it, onTestFinished } from 'vitest';
import { providerFor } from '../../../src/inference/runtimes/provider-for.ts';
import { trialScan } from '../../../src/inference/trial-scan.ts';
import { createScreener } from '../../../src/workers/create-screener.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { doublingGraphModel } from '../../fixtures/tfjs-models.ts';
import { valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { PATIENT } from '../patient.ts';

const PROVIDER = providerFor('tfjs', 'cpu');
const ID = `doubling@tfjs-${PROVIDER}`;

// The project's own threads, compiled.
it('screens with TensorFlow.js in several threads at once, and says what computes', async () => {
  const modelsDir = await temporaryFolder();
  await writeModel(modelsDir, modelManifest({ id: 'doubling', runtime: 'tfjs' }), doublingGraphModel);
  const screener = await createScreener({
    modelsDir,
    providers: ['cpu'],
    workers: 2,
    intraOpThreads: 1,
    inFlightLimit: 8,
  });
  onTestFinished(() => screener.drain());
  expect(valueFrom(await screener.ready)).toMatchObject([
    { id: ID, runtime: 'tfjs', provider: PROVIDER, state: 'ready', reason: null },
  ]);
  const scan = await trialScan(ID);
  const answers = await Promise.all([1, 2, 3, 4].map(() => screener.screen(structuredClone(scan), PATIENT)));
  for (const answer of answers) {
    const [result] = valueFrom(answer).result.results;
    expect(result).toMatchObject({ decision: 'alarm', technology: ID });
  }
});

it('lists a model of TensorFlow.js as unavailable where a GPU is asked for', async () => {
  const modelsDir = await temporaryFolder();
  await writeModel(modelsDir, modelManifest({ id: 'doubling', runtime: 'tfjs' }), doublingGraphModel);
  const screener = await createScreener({
    modelsDir,
    providers: ['cuda'],
    workers: 1,
    intraOpThreads: 1,
    inFlightLimit: 2,
  });
  onTestFinished(() => screener.drain());
  await screener.ready;
  expect(screener.technologies()).toMatchObject([
    { id: 'doubling@tfjs-cuda', state: 'unavailable', reason: expect.stringContaining('only the provider cpu') },
  ]);
});
