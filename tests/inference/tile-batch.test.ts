import { describe, expect, it } from 'vitest';
import { runtimeFor } from '../../src/inference/runtimes/runtime-for.ts';
import { tileBatchOf } from '../../src/inference/tile-batch.ts';
import { modelManifest } from '../fixtures/model-manifest.ts';
import { batchedModel, identityModel, minglingModel } from '../fixtures/onnx-models.ts';
import { valueFrom } from '../fixtures/value-from.ts';
import { packModel } from '../fixtures/write-model.ts';

const TILED = { tile: { sizePx: 64, overlapPx: 0 } };

async function batchOf(weights: Uint8Array, asked: number, input: Parameters<typeof modelManifest>[0] = {}) {
  const manifest = modelManifest({ runtime: 'onnx', ...input });
  const runtime = valueFrom(await runtimeFor('onnx'));
  const options = { provider: 'cpu', intraOpThreads: 1 } as const;
  const model = valueFrom(await runtime.load(await packModel(manifest, weights), options));
  try {
    return await tileBatchOf(manifest, model, asked);
  } finally {
    await model.close();
  }
}

describe('tileBatchOf', () => {
  it('gives what is asked for where a graph leaves the number of tiles open', async () => {
    expect(await batchOf(batchedModel, 4, { input: TILED })).toEqual({ tiles: 4, whyAlone: null });
    expect(await batchOf(batchedModel, 1, { input: TILED })).toEqual({ tiles: 1, whyAlone: null });
  });

  it.each([
    ['has no tiles', batchedModel, {}, 'It has no tiles'],
    ['fixes their number', identityModel, { input: TILED }, 'Its graph fixes how many tiles are a run.'],
    ['lets tiles see each other', minglingModel, { input: TILED }, 'depends on the tiles beside it'],
  ])('runs tiles one by one of a model that %s, and says so', async (_, weights, input, why) => {
    expect(await batchOf(weights, 4, input)).toEqual({ tiles: 1, whyAlone: expect.stringContaining(why) });
  });
});
