import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOnnxGraph } from '../../../models/graph/onnx-graph.ts';
import { writeTfjsModel } from '../../../models/tfjs/main.ts';
import { verifyModels } from '../../../src/commands/models/verify-models.ts';
import { readModel } from '../../../src/inference/model/model-folder.ts';
import { providerFor } from '../../../src/inference/runtimes/provider-for.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';

const ID = 'drawn';

/** A model that answers with half the means of blocks of 2 × 2. */
function blockMeans(): Uint8Array {
  const graph = createOnnxGraph({ name: ID, description: 'A model for tests.' });
  const input = graph.input('input', 'float32', [1, 1, 'height', 'width']);
  const window = { ints: [2, 2] };
  const half = graph.node('Conv', [input, graph.constant([0.5], [1, 1, 1, 1])]);
  const means = graph.node('AveragePool', [half], { kernel_shape: window, strides: window });
  graph.output(means, 'map', 'float32', [1, 1, 'map_height', 'map_width']);
  return graph.encode();
}

async function modelsWith(onnx: Uint8Array): Promise<string> {
  const modelsDir = await temporaryFolder();
  await writeModel(
    modelsDir,
    modelManifest({ id: ID, runtime: 'onnx', input: { dynamic: { multipleOfPx: 2 } } }),
    onnx,
  );
  return modelsDir;
}

describe('writeTfjsModel', () => {
  it('writes a technology that passes verification beside the one that it was made of', async () => {
    const modelsDir = await modelsWith(blockMeans());
    valueFrom(await writeTfjsModel(modelsDir, ID));
    expect(valueFrom(await verifyModels(modelsDir))).toMatchObject([
      { technology: `${ID}@onnx-cpu`, state: 'ready' },
      { technology: `${ID}-tfjs@tfjs-${providerFor('tfjs', 'cpu')}`, state: 'ready' },
    ]);
  });

  it('says in the manifest what it was made of, and keeps a card that somebody wrote', async () => {
    const modelsDir = await modelsWith(blockMeans());
    const folder = valueFrom(await writeTfjsModel(modelsDir, ID));
    const { manifest } = valueFrom(await readModel(folder));
    const { sha256 } = valueFrom(await readModel(path.join(modelsDir, ID)));
    expect(manifest).toMatchObject({
      input: { layout: 'NHWC' },
      training: { convertedFrom: { model: ID, version: '1.0.0', sha256 } },
      operatingPoints: [{ name: 'default', threshold: 0.5 }],
    });
    const card = await readFile(path.join(folder, 'card.md'), 'utf8');
    valueFrom(await writeTfjsModel(modelsDir, ID));
    expect(await readFile(path.join(folder, 'card.md'), 'utf8')).toBe(card);
  });

  it('fails for a model that cannot be converted, and names model and operator', async () => {
    const graph = createOnnxGraph({ name: ID, description: 'A model for tests.' });
    const input = graph.input('input', 'float32', [1, 1, 'height', 'width']);
    graph.output(graph.node('Tanh', [input]), 'map', 'float32', [1, 1, 'height', 'width']);
    const written = await writeTfjsModel(await modelsWith(graph.encode()), ID);
    expect(failureOf(written)).toMatch(/"drawn" is not converted: Tanh/);
    expect(failureOf(await writeTfjsModel(await temporaryFolder(), 'nobody'))).toContain('"nobody" is refused');
  });
});
