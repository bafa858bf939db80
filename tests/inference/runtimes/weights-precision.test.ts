import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { encodeModel, type TensorMessage } from '../../../models/graph/onnx-messages.ts';
import { weightsPrecision } from '../../../src/inference/runtimes/weights-precision.ts';
import { shipped } from '../../../src/installation.ts';
import { modelWithWeightsIn } from '../../fixtures/external-weights.ts';

function modelOf(...tensors: readonly [dataType: number, dims: readonly number[]][]): Uint8Array {
  const initializer = tensors.map(
    ([dataType, dims], at): TensorMessage => ({ name: `w${at}`, dims, dataType, rawData: new Uint8Array() }),
  );
  return encodeModel({
    irVersion: 8,
    producerName: 'a test',
    opsetImport: [{ domain: '', version: 17 }],
    graph: { name: 'weights', docString: '', node: [], initializer, input: [], output: [] },
  });
}

it('says of each shipped model what its manifest says', async () => {
  const folders = await readdir(shipped('models'), { recursive: true });
  const graphs = folders.filter((file) => /^[^/]+\/model\.onnx$/.test(file));
  expect(graphs.length).toBeGreaterThan(5);
  for (const graph of graphs) {
    const folder = path.join(shipped('models'), path.dirname(graph));
    const { precision } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
    expect(weightsPrecision(await readFile(path.join(folder, 'model.onnx'))), graph).toBe(precision);
  }
});

it('goes by most of the weights, and by no shapes or sums of quantized layers', () => {
  expect(weightsPrecision(modelOf([10, [8, 3, 3]], [1, [8]]))).toBe('fp16');
  expect(weightsPrecision(modelOf([3, [8, 3, 3]], [1, [8]], [6, [500]], [7, [500]]))).toBe('int8');
  expect(weightsPrecision(modelOf([1, [2, 2]], [10, [3]]))).toBe('fp32');
});

it('counts weights that lie in another file, and knows nothing of a graph without any', () => {
  expect(weightsPrecision(modelWithWeightsIn('model.onnx.data'))).toBe('fp32');
  expect(weightsPrecision(modelOf([7, [4]]))).toBeNull();
  expect(weightsPrecision(new TextEncoder().encode('rubbish'))).toBeNull();
});
