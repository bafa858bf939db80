import { describe, expect, it } from 'vitest';
import { createOnnxGraph, type GraphValue, type OnnxGraph } from '../../../models/graph/onnx-graph.ts';
import { convertOnnx } from '../../../models/tfjs/convert-onnx.ts';
import { onnxRuntime } from '../../../src/inference/runtimes/onnx.ts';
import { providerFor } from '../../../src/inference/runtimes/provider-for.ts';
import { tfjsRuntime } from '../../../src/inference/runtimes/tfjs.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';
import { packModel } from '../../fixtures/write-model.ts';

/** Float32 sums in another order; a padding or a pixel that is off by one is a hundred times larger. */
const TOLERANCE = 1e-4;

const CHANNELS = 3;

type Draw = (graph: OnnxGraph, input: GraphValue) => GraphValue;

/** A model of the input `input` [1, 3, height, width] and the output `map`. */
function drawModel(draw: Draw): Uint8Array<ArrayBuffer> {
  const graph = createOnnxGraph({ name: 'drawn', description: 'A model for tests.' });
  const input = graph.input('input', 'float32', [1, CHANNELS, 'height', 'width']);
  graph.output(draw(graph, input), 'map', 'float32', [1, 'channels', 'map_height', 'map_width']);
  return graph.encode();
}

interface ConvOptions {
  readonly inputs?: number;
  readonly outputs?: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly pads?: readonly number[];
  readonly hasBias?: boolean;
}

function conv(graph: OnnxGraph, x: GraphValue, options: ConvOptions = {}): GraphValue {
  const { inputs = CHANNELS, outputs = 4, kernel = 3, stride = 1, pads = [1, 1, 1, 1], hasBias = true } = options;
  const weights = graph.constant(noise(outputs * inputs * kernel * kernel), [outputs, inputs, kernel, kernel]);
  const bias = hasBias ? graph.constant(noise(outputs)) : null;
  return graph.node('Conv', bias === null ? [x, weights] : [x, weights, bias], {
    kernel_shape: { ints: [kernel, kernel] },
    strides: { ints: [stride, stride] },
    pads: { ints: pads },
  });
}

function enlarge(graph: OnnxGraph, x: GraphValue, attributes: Readonly<Record<string, string>> = {}): GraphValue {
  const rules = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor', ...attributes };
  const strings = Object.fromEntries(Object.entries(rules).map(([name, string]) => [name, { string }]));
  return graph.node('Resize', [x, null, graph.constant([1, 1, 2, 2])], strings);
}

/** Evenly spread values in −0.5…0.5 that look random and are the same each time. */
function noise(length: number): number[] {
  return Array.from({ length }, (_, i) => (((i + 1) * 0.754877666) % 1) - 0.5);
}

/** Runs both formats on the same values and gives both answers channels first. */
async function runBoth(onnx: Uint8Array, heightPx: number, widthPx: number) {
  const files = valueFrom(convertOnnx(onnx));
  const asOnnx = await packModel(modelManifest({ runtime: 'onnx' }), onnx);
  const asTfjs = await packModel(modelManifest({ runtime: 'tfjs', input: { layout: 'NHWC' } }), files);
  const first = valueFrom(await onnxRuntime.load(asOnnx, { provider: 'cpu', intraOpThreads: 1 }));
  const second = valueFrom(await tfjsRuntime.load(asTfjs, { provider: providerFor('tfjs', 'cpu'), intraOpThreads: 1 }));
  const cells = heightPx * widthPx;
  const data = Float32Array.from(noise(CHANNELS * cells));
  const nhwc = Float32Array.from(data, (_, i) => data[(i % CHANNELS) * cells + Math.floor(i / CHANNELS)] ?? 0);
  const expected = valueFrom(
    await first.run({ input: { type: 'float32', dims: [1, CHANNELS, heightPx, widthPx], data } }),
  );
  const actual = valueFrom(
    await second.run({ input: { type: 'float32', dims: [1, heightPx, widthPx, CHANNELS], data: nhwc } }),
  );
  await first.close();
  await second.close();
  return { expected: expected['map'], actual: actual['map'] };
}

/** How far the answers are apart at most; infinite where their sizes differ. */
async function largestDifference(draw: Draw, heightPx: number, widthPx: number): Promise<number> {
  const { expected, actual } = await runBoth(drawModel(draw), heightPx, widthPx);
  const [, channels = 0, height = 0, width = 0] = expected?.dims ?? [];
  if (expected === undefined || actual?.dims.join() !== [1, height, width, channels].join()) return Infinity;
  let largest = 0;
  for (const [i, value] of expected.data.entries()) {
    const [channel, cell] = [Math.floor(i / (height * width)), i % (height * width)];
    const difference = Math.abs(value - (actual.data[cell * channels + channel] ?? Number.NaN));
    // Not Math.max: it has to notice NaN.
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

const NETWORKS: readonly (readonly [string, Draw])[] = [
  ['a 3×3 convolution, padded', (graph, x) => conv(graph, x)],
  ['one of stride 2, padded alike on all sides', (graph, x) => conv(graph, x, { stride: 2 })],
  ['one padded differently on each side', (graph, x) => conv(graph, x, { pads: [0, 1, 2, 0], stride: 2 })],
  ['a 1×1 convolution without bias', (graph, x) => conv(graph, x, { kernel: 1, pads: [0, 0, 0, 0], hasBias: false })],
  ['a convolution with ReLU', (graph, x) => graph.node('Relu', [conv(graph, x)])],
  ['one without bias, with ReLU', (graph, x) => graph.node('Relu', [conv(graph, x, { hasBias: false })])],
  [
    'a convolution that its ReLU shares with another',
    (graph, x) => {
      const shared = conv(graph, x);
      return graph.node('Add', [graph.node('Relu', [shared]), shared]);
    },
  ],
  ['nearest enlargement', (graph, x) => enlarge(graph, x)],
  [
    'nearest enlargement by pixel centres',
    (graph, x) =>
      enlarge(graph, x, { coordinate_transformation_mode: 'half_pixel', nearest_mode: 'round_prefer_floor' }),
  ],
  ['a sum with one value a channel', (graph, x) => graph.node('Add', [graph.constant([1, 2, 3], [3, 1, 1]), x])],
  ['a sum with one value', (graph, x) => graph.node('Add', [x, graph.constant(0.5)])],
  ['channels side by side', (graph, x) => graph.node('Concat', [x, conv(graph, x)], { axis: { int: 1 } })],
  ['a sigmoid', (graph, x) => graph.node('Sigmoid', [x])],
  ['limits on both sides', (graph, x) => graph.node('Clip', [x, graph.constant(-0.1), graph.constant(0.2)])],
  ['a limit above', (graph, x) => graph.node('Clip', [x, null, graph.constant(0.2)])],
  ['means of blocks', (graph, x) => pool(graph, 'AveragePool', x)],
  ['maxima of blocks', (graph, x) => pool(graph, 'MaxPool', x)],
];

function pool(graph: OnnxGraph, opType: string, x: GraphValue, pads: readonly number[] = [0, 0, 0, 0]): GraphValue {
  const window = { ints: [2, 2] };
  return graph.node(opType, [x], { kernel_shape: window, strides: window, pads: { ints: pads } });
}

/** The shape of an autoencoder: narrower and deeper, then back, with a shortcut. */
function autoencoder(graph: OnnxGraph, x: GraphValue): GraphValue {
  const relu = (value: GraphValue) => graph.node('Relu', [value]);
  const half = relu(conv(graph, x, { outputs: 8, stride: 2 }));
  const quarter = relu(conv(graph, half, { inputs: 8, outputs: 12, stride: 2 }));
  const middle = conv(graph, quarter, { inputs: 12, outputs: 8, kernel: 1, pads: [0, 0, 0, 0] });
  const joined = graph.node('Concat', [enlarge(graph, middle), half], { axis: { int: 1 } });
  return conv(graph, enlarge(graph, relu(conv(graph, joined, { inputs: 16, outputs: 8 }))), { inputs: 8, outputs: 3 });
}

describe('convertOnnx', () => {
  it.each(NETWORKS)('computes %s as ONNX Runtime does', async (_name, draw) => {
    expect(await largestDifference(draw, 8, 12)).toBeLessThan(TOLERANCE);
  });

  it('computes a whole autoencoder at several sizes as ONNX Runtime does', async () => {
    for (const [heightPx, widthPx] of [
      [32, 32],
      [64, 160],
    ] as const) {
      expect(await largestDifference(autoencoder, heightPx, widthPx)).toBeLessThan(TOLERANCE);
    }
  });

  it('writes the same bytes each time', () => {
    const onnx = drawModel(autoencoder);
    expect(convertOnnx(onnx)).toEqual(convertOnnx(onnx));
  });

  it.each<[string, Draw, string]>([
    ['an operator that it does not know', (graph, x) => graph.node('Tanh', [x]), 'Tanh "tanh_0": no such operator'],
    [
      'a convolution of groups',
      (graph, x) => {
        const weights = graph.constant(noise(27), [3, 1, 3, 3]);
        return graph.node('Conv', [x, weights], { group: { int: 3 } });
      },
      'group 3',
    ],
    [
      'a convolution with holes',
      (graph, x) => graph.node('Conv', [x, graph.constant(noise(27), [1, 3, 3, 3])], { dilations: { ints: [2, 2] } }),
      'dilations 2,2',
    ],
    [
      'a convolution that pads by itself',
      (graph, x) =>
        graph.node('Conv', [x, graph.constant(noise(27), [1, 3, 3, 3])], { auto_pad: { string: 'SAME_UPPER' } }),
      'auto_pad SAME_UPPER',
    ],
    ['pooling that pads', (graph, x) => pool(graph, 'AveragePool', x, [1, 1, 1, 1]), 'unpadded pooling'],
    ['smooth enlargement', (graph, x) => enlarge(graph, x, { mode: 'linear' }), 'mode is linear'],
    ['a row added to all rows', (graph, x) => graph.node('Add', [x, graph.constant(noise(12), [12])]), '[12]'],
    ['what joins rows', (graph, x) => graph.node('Concat', [x, x], { axis: { int: 2 } }), 'axis 2'],
  ])('refuses %s, and names it', (_what, draw, reason) => {
    expect(failureOf(convertOnnx(drawModel(draw)))).toContain(reason);
  });

  it.each([
    ['rubbish', new TextEncoder().encode('no model')],
    ['nothing', new Uint8Array(0)],
  ])('refuses %s', (_what, bytes) => {
    expect(failureOf(convertOnnx(bytes))).toMatch(/no ONNX file|has 0 inputs/);
  });
});
