import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../src/domain/technology/tensor.ts';
import type { Manifest } from '../../../src/inference/model/manifest.ts';
import { readOutput } from '../../../src/inference/output/read-output.ts';
import { modelManifest } from '../../fixtures/model-manifest.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

type Kind = Manifest['output']['kind'];
type Layout = Manifest['input']['layout'];

const NAMES = { 'anomaly-map': 'map', reconstruction: 'reconstruction', score: 'score' } as const;

function tensor(dims: readonly number[], values: readonly number[]): Tensor {
  return { type: 'float32', dims, data: Float32Array.from(values) };
}

function read(kind: Kind, answer: Tensor, layout: Layout = 'NCHW', given: Tensor = tensor([1, 6, 6, 6], [])) {
  return readOutput(modelManifest({ input: { layout }, output: { kind } }), given, { [NAMES[kind]]: answer });
}

const SIX = [0, 0.1, 0.2, 0.3, 0.4, 0.5] as const;

describe('one of several classes', () => {
  function readChannel(kind: Kind, channel: number, answer: Tensor, layout: Layout = 'NCHW') {
    const manifest = modelManifest({ input: { layout }, output: { kind, channel } });
    return readOutput(manifest, tensor([1, 6, 6, 6], []), { [NAMES[kind]]: answer });
  }

  it.each([
    ['NCHW', [1, 2, 1, 3], [0.3, 0.4, 0.5]],
    ['NCHW', [2, 1, 3], [0.3, 0.4, 0.5]],
    ['NHWC', [1, 1, 3, 2], [0.1, 0.3, 0.5]],
  ] as const)('is read where the layout %s puts channels: [%s]', (layout, dims, values) => {
    const read = valueFrom(readChannel('anomaly-map', 1, tensor(dims, SIX), layout));
    expect(read).toEqual({ heightCells: 1, widthCells: 3, values: Float32Array.from(values) });
  });

  it('is read where the manifest says that the output has channels, wherever the input has them', () => {
    const manifest = modelManifest({
      input: { layout: 'NHWC' },
      output: { kind: 'anomaly-map', channel: 1, layout: 'NCHW' },
    });
    const read = valueFrom(readOutput(manifest, tensor([1, 6, 6, 6], []), { map: tensor([1, 2, 1, 3], SIX) }));
    expect(read).toEqual({ heightCells: 1, widthCells: 3, values: Float32Array.from([0.3, 0.4, 0.5]) });
  });

  it('is a score, too, and keeps the full scale of whole numbers', () => {
    expect(valueFrom(readChannel('score', 1, tensor([1, 3], [0.2, 0.7, 0.1]))).values).toEqual(Float32Array.of(0.7));
    const whole: Tensor = { type: 'uint8', dims: [1, 2], data: Uint8Array.of(0, 255) };
    expect(valueFrom(readChannel('score', 1, whole)).values).toEqual(Float32Array.of(1));
    expect(valueFrom(readChannel('score', 0, tensor([], [0.7]))).values).toEqual(Float32Array.of(0.7));
  });

  it('is told to be missing where there are fewer', () => {
    expect(failureOf(readChannel('anomaly-map', 2, tensor([1, 2, 1, 3], SIX)))).toBe(
      'The model\'s "map" is [1, 2, 1, 3], which has no channel 2: mend output.channel in its manifest.',
    );
  });
});

describe('an anomaly map', () => {
  it.each([
    ['NCHW', [1, 1, 2, 3], 2, 3],
    ['NHWC', [1, 2, 3, 1], 2, 3],
    ['NCHW', [1, 1, 6, 1], 6, 1],
    ['NHWC', [1, 6, 1, 1], 6, 1],
    ['NCHW', [1, 1, 1, 6], 1, 6],
    ['NHWC', [1, 1, 6, 1], 1, 6],
    ['NHWC', [1, 1, 2, 3], 2, 3],
    ['NCHW', [1, 2, 3, 1], 2, 3],
    ['NCHW', [1, 2, 3], 2, 3],
    ['NHWC', [1, 2, 3], 2, 3],
    ['NCHW', [2, 3], 2, 3],
  ] as const)('is read, whatever the layout %s of its input: [%s]', (layout, dims, heightCells, widthCells) => {
    expect(valueFrom(read('anomaly-map', tensor(dims, SIX), layout))).toEqual({
      heightCells,
      widthCells,
      values: Float32Array.from(SIX),
    });
  });

  it.each([
    ['two channels', 'NCHW', [1, 2, 1, 3]],
    ['two channels', 'NHWC', [1, 3, 1, 2]],
    ['a batch of two', 'NCHW', [2, 1, 1, 3]],
    ['a list', 'NCHW', [6]],
    ['five dimensions', 'NCHW', [1, 1, 1, 2, 3]],
  ] as const)('is not read from %s (%s)', (_what, layout, dims) => {
    expect(failureOf(read('anomaly-map', tensor(dims, SIX), layout))).toContain('which is no anomaly-map');
  });

  it('is not read from nothing', () => {
    expect(read('anomaly-map', tensor([1, 1, 0, 0], [])).ok).toBe(false);
  });

  it.each([
    ['NCHW', [1, 1, 1024, 1025]],
    ['NHWC', [1, 1024, 1025, 1]],
  ] as const)('is not read where it is far finer than its input, in %s', (layout, dims) => {
    const given = tensor(layout === 'NCHW' ? [1, 1, 2, 3] : [1, 2, 3, 1], SIX);
    const answer = { type: 'float32', dims, data: new Float32Array(1024 * 1025) } as const;
    expect(failureOf(read('anomaly-map', answer, layout, given))).toMatch(
      /larger than its input \[.*\] and .*: export it/,
    );
  });

  it.each([
    ['NCHW', [1, 1, 256, 256]],
    ['NHWC', [1, 256, 256, 1]],
  ] as const)('of a graph that resizes by itself is read though its input is smaller, in %s', (layout, dims) => {
    const given = tensor(layout === 'NCHW' ? [1, 1, 2, 3] : [1, 2, 3, 1], SIX);
    const answer = { type: 'float32', dims, data: new Float32Array(256 * 256).fill(0.5) } as const;
    expect(valueFrom(read('anomaly-map', answer, layout, given))).toMatchObject({ widthCells: 256, heightCells: 256 });
  });

  it('is clamped to 0…1', () => {
    expect(valueFrom(read('anomaly-map', tensor([1, 1, 1, 3], [-0.5, 0.5, 1.5]))).values).toEqual(
      Float32Array.of(0, 0.5, 1),
    );
  });

  it('of whole numbers has its full scale at 1', () => {
    const bytes: Tensor = { type: 'uint8', dims: [1, 1, 1, 3], data: Uint8Array.of(0, 51, 255) };
    const words: Tensor = { type: 'uint16', dims: [1, 1, 1, 3], data: Uint16Array.of(0, 13_107, 65_535) };
    for (const answer of [bytes, words]) {
      expect(valueFrom(read('anomaly-map', answer)).values).toEqual(Float32Array.of(0, 0.2, 1));
    }
  });
});

describe('a reconstruction', () => {
  it('scores d / (1 + d), where d is the mean difference over the channels', () => {
    const given = tensor([1, 2, 1, 2], [0, 1, 2, 3]);
    const answer = tensor([1, 2, 1, 2], [0, 2, 2, 6]);
    expect(valueFrom(read('reconstruction', answer, 'NCHW', given)).values).toEqual(Float32Array.of(0, 2 / 3));
  });

  it.each([
    ['NCHW', [1, 2, 1, 1]],
    ['NHWC', [1, 1, 1, 2]],
  ] as const)('of one pixel in two channels is one cell (%s)', (layout, dims) => {
    const scores = valueFrom(read('reconstruction', tensor(dims, [0, 4]), layout, tensor(dims, [0, 0])));
    expect(scores).toEqual({ widthCells: 1, heightCells: 1, values: Float32Array.of(2 / 3) });
  });

  it('of many channels over few pixels is still read by the layout', () => {
    const dims = [1, 4, 1, 2];
    const answer = tensor(dims, [4, 0, 0, 0, 0, 0, 0, 0]);
    const scores = valueFrom(read('reconstruction', answer, 'NCHW', tensor(dims, Array(8).fill(0))));
    expect(scores).toEqual({ widthCells: 2, heightCells: 1, values: Float32Array.of(0.5, 0) });
  });

  it('must have the dimensions of the input', () => {
    expect(failureOf(read('reconstruction', tensor([1, 1, 2, 1], [0, 0]), 'NCHW', tensor([1, 1, 1, 2], [0, 0])))).toBe(
      'The model\'s "reconstruction" is [1, 1, 2, 1], which is no reconstruction.',
    );
  });
});

describe('a score', () => {
  it.each([[[]], [[1]], [[1, 1]]])('is one value of dimensions [%s]', (dims) => {
    expect(valueFrom(read('score', tensor(dims, [0.25])))).toEqual({
      widthCells: 1,
      heightCells: 1,
      values: Float32Array.of(0.25),
    });
  });

  it('is not read from two values', () => {
    expect(failureOf(read('score', tensor([2], [0, 1])))).toContain('which is no score');
  });
});

describe.each(['anomaly-map', 'reconstruction', 'score'] as const)('an answer of kind %s', (kind) => {
  it('is refused where its tensor is missing, naming what is there', () => {
    const answer = readOutput(modelManifest({ output: { kind } }), tensor([1], [0]), { logits: tensor([1], [0]) });
    expect(failureOf(answer)).toBe(`The model gives no "${NAMES[kind]}"; it gives logits.`);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('is refused where it holds %d', (value) => {
    const dims = kind === 'score' ? [1] : [1, 1, 1, 1];
    const given = tensor([1, 1, 1, 1], [0]);
    expect(failureOf(read(kind, tensor(dims, [value]), 'NCHW', given))).toContain('holds NaN or infinity');
  });
});
