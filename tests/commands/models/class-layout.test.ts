import { describe, expect, it } from 'vitest';
import { classLayout } from '../../../src/commands/models/class-layout.ts';
import type { Tensor } from '../../../src/domain/technology/tensor.ts';

const tensor = (dims: readonly number[]): Tensor => ({ type: 'float32', dims, data: new Float32Array() });

describe('the layout of an answer with a channel for each class', () => {
  it.each([
    ['NCHW', [1, 3, 256, 512], [1, 2, 256, 512], 'NCHW'],
    ['NHWC', [1, 256, 512, 3], [1, 2, 256, 512], 'NCHW'],
    ['NCHW', [1, 3, 256, 512], [1, 16, 32, 5], 'NHWC'],
    ['NHWC', [1, 64, 64, 3], [1, 8, 64, 64], 'NCHW'],
    // A graph that resizes by itself: read the other way, 21 × 32 is nearer to 256 × 512, and not near enough.
    ['NCHW', [1, 3, 256, 512], [1, 21, 32, 32], 'NCHW'],
    ['NCHW', [1, 3, 256, 512], [1, 2], 'NCHW'],
    ['NHWC', [1, 256, 512, 3], [], 'NHWC'],
  ] as const)('where the input is %s %j, is of %j %s', (layout, given, dims, expected) => {
    expect(classLayout(tensor(dims), { tensor: tensor(given), layout })).toBe(expected);
  });
});
