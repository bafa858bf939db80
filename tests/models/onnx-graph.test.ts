import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createOnnxGraph } from '../../models/graph/onnx-graph.ts';

function scaledMeanModel(): Uint8Array<ArrayBuffer> {
  const graph = createOnnxGraph({ name: 'scaled-mean', description: 'Mean of 2x2 blocks, times three.' });
  const image = graph.input('image', 'float32', [1, 1, 'height', 'width']);
  const mean = graph.node('AveragePool', [image], { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } });
  const scaled = graph.node('Mul', [mean, graph.constant(3)]);
  graph.output(scaled, 'map', 'float32', [1, 1, 'map_height', 'map_width']);
  return graph.encode();
}

describe('createOnnxGraph', () => {
  it('writes a model that ONNX Runtime loads and runs at any size', async () => {
    const session = await InferenceSession.create(scaledMeanModel());
    for (const [heightPx, widthPx] of [
      [2, 2],
      [4, 6],
    ] as const) {
      const image = new Tensor('float32', new Float32Array(heightPx * widthPx).fill(2), [1, 1, heightPx, widthPx]);
      const { map } = await session.run({ image });
      expect(map?.dims).toEqual([1, 1, heightPx / 2, widthPx / 2]);
      expect(map?.data).toEqual(new Float32Array((heightPx * widthPx) / 4).fill(6));
    }
  });

  it('writes the same bytes for the same calls', () => {
    expect(scaledMeanModel()).toEqual(scaledMeanModel());
  });

  it('passes over an optional input that is null and writes int64 indices', async () => {
    const graph = createOnnxGraph({ name: 'sum', description: 'Sum over axis 1, then clipped from above.' });
    const rows = graph.input('rows', 'float32', ['n', 3]);
    const sum = graph.node('ReduceSum', [rows, graph.indices([1])], { keepdims: { int: 0 } });
    graph.output(graph.node('Clip', [sum, null, graph.constant(5)]), 'sums', 'float32', ['n']);
    const session = await InferenceSession.create(graph.encode());
    const { sums } = await session.run({ rows: new Tensor('float32', Float32Array.of(-1, -1, -1, 2, 2, 2), [2, 3]) });
    expect(sums?.data).toEqual(Float32Array.of(-3, 5));
  });

  it('refuses what is no ONNX message', () => {
    const graph = createOnnxGraph({ name: 'broken', description: '' });
    graph.input('image', 'float32', [1.5]);
    expect(() => graph.encode()).toThrow(/not an ONNX model/);
  });
});
