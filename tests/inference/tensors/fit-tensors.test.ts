import { describe, expect, it } from 'vitest';
import type { Tensor, TensorSpec } from '../../../src/domain/technology/tensor.ts';
import { fitTensors } from '../../../src/inference/tensors/fit-tensors.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const FREE: TensorSpec = { name: 'x', type: 'float32', dims: [{ size: 1 }, { multipleOf: 2 }] };
const BYTES: TensorSpec = { name: 'b', type: 'uint8', dims: [{ size: 3 }] };
const LIMITS = { maxBytes: 1000, mostValues: null };
const floats = (...values: number[]): Tensor => ({
  type: 'float32',
  dims: [1, values.length],
  data: Float32Array.from(values),
});
const bytes: Tensor = { type: 'uint8', dims: [3], data: Uint8Array.of(1, 2, 3) };

describe('fitTensors', () => {
  it('lets through what fits, untouched', () => {
    const x = floats(1, 2);
    expect(
      valueFrom(
        fitTensors(
          new Map([
            ['x', x],
            ['b', bytes],
          ]),
          [FREE, BYTES],
          { ...LIMITS, maxBytes: 11 },
        ),
      ),
    ).toEqual({ x, b: bytes });
  });

  it('takes whole numbers for a float input as the numbers that they are', () => {
    const words: Tensor = { type: 'uint16', dims: [1, 2], data: Uint16Array.of(0, 65_535) };
    expect(valueFrom(fitTensors(new Map([['x', words]]), [FREE], LIMITS))).toEqual({ x: floats(0, 65_535) });
  });

  it.each([
    [
      'an input that the model lacks',
      new Map([
        ['x', floats(1, 2)],
        ['y', bytes],
      ]),
      'no input "y"; it takes x',
    ],
    ['an input left out', new Map<string, Tensor>(), '"x" is missing'],
    ['a size off the step', new Map([['x', floats(1)]]), '[1, 1]; the model takes [1, a multiple of 2]'],
    ['no values', new Map([['x', floats()]]), '[1, 0]'],
    [
      'too few dimensions',
      new Map<string, Tensor>([['x', { type: 'float32', dims: [2], data: Float32Array.of(1, 2) }]]),
      '[2]',
    ],
  ])('refuses %s', (_what, given, sentence) => {
    const outcome = fitTensors(given, [FREE], LIMITS);
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'malformed-request' } });
    expect(failureOf(outcome)).toContain(sentence);
  });

  it('takes a size from the least on, where one is named', () => {
    const spec: TensorSpec = { name: 'x', type: 'float32', dims: [{ size: 1 }, { multipleOf: 2, least: 4 }] };
    const fitted = (x: Tensor) => fitTensors(new Map([['x', x]]), [spec], LIMITS);
    expect(failureOf(fitted(floats(1, 2)))).toContain('[1, 2]; the model takes [1, a multiple of 2 from 4 on]');
    expect(fitted(floats(1, 2, 3, 4)).ok).toBe(true);
  });

  it('refuses floats where the model takes bytes', () => {
    const outcome = fitTensors(new Map([['b', floats(1, 2, 3)]]), [BYTES], LIMITS);
    expect(failureOf(outcome)).toContain('datatype FP32; the model takes UINT8');
  });

  it('counts bytes in the datatypes of the model, over all inputs', () => {
    const given = new Map([
      ['x', { type: 'uint8', dims: [1, 2], data: Uint8Array.of(1, 2) }],
      ['b', bytes],
    ] satisfies [string, Tensor][]);
    const outcome = fitTensors(given, [BYTES, FREE], { ...LIMITS, maxBytes: 10 });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'scan-too-large' } });
    expect(failureOf(outcome)).toContain('"x" the tensors take 11 bytes in the datatype FP32');
    expect(fitTensors(given, [BYTES, FREE], { ...LIMITS, maxBytes: 11 }).ok).toBe(true);
  });

  it('counts values, over all inputs, where the memory of the model would not suffice for more', () => {
    const given = new Map([
      ['x', floats(1, 2)],
      ['b', bytes],
    ]);
    const outcome = fitTensors(given, [BYTES, FREE], { ...LIMITS, mostValues: 4 });
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'scan-too-large' } });
    expect(failureOf(outcome)).toMatch(/"x" the tensors have 5 values; a run of this model is shown 4 at most.*resize/);
    expect(fitTensors(given, [BYTES, FREE], { ...LIMITS, mostValues: 5 }).ok).toBe(true);
  });
});
