import { describe, expect, it } from 'vitest';
import { createOnnxGraph, type Dimension } from '../../../models/graph/onnx-graph.ts';
import { verifyProvider } from '../../../src/commands/models/verify-provider.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { writeModel } from '../../fixtures/write-model.ts';
import { writeNullModel } from '../../workers/null-models.ts';

describe('a provider that is verified', () => {
  it('is held against the CPU for each ONNX model, with how often it was timed', async () => {
    const modelsDir = await temporaryFolder();
    await writeModel(modelsDir, modelManifest({ id: 'batches', runtime: 'onnx' }), doubling('items'));
    await writeModel(modelsDir, modelManifest({ id: 'one', runtime: 'onnx' }), doubling(1));
    await writeModel(
      modelsDir,
      modelManifest({ id: 'rubbish', runtime: 'onnx' }),
      new TextEncoder().encode('no model'),
    );
    await writeNullModel(modelsDir, 'elsewhere');
    // The CPU beside itself: the one provider that every machine has.
    const rows = valueFrom(await verifyProvider({ modelsDir, provider: 'cpu', pairs: 6 }));
    const same = { state: 'same', reason: null, difference: 0, timesAsFast: { n: 6 } };
    expect(rows).toMatchObject([
      { technology: 'batches@onnx-cpu', ...same, batchedMs: expect.any(Number) },
      { technology: 'one@onnx-cpu', ...same, batchedMs: null },
      { technology: 'rubbish@onnx-cpu', state: 'unavailable', reason: expect.stringContaining('rubbish') },
    ]);
  });

  it('is nothing to ask of a folder without ONNX models', async () => {
    const modelsDir = await temporaryFolder();
    await writeNullModel(modelsDir, 'elsewhere');
    expect(failureOf(await verifyProvider({ modelsDir, provider: 'cpu', pairs: 6 }))).toContain('no ONNX model');
  });
});

function doubling(items: Dimension): Uint8Array {
  const graph = createOnnxGraph({ name: 'doubling', description: 'A model for tests.' });
  const dims = [items, 1, 'height', 'width'];
  const input = graph.input('input', 'float32', dims);
  graph.output(graph.node('Mul', [input, graph.constant(2)]), 'map', 'float32', dims);
  return graph.encode();
}
