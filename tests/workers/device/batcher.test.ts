import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../src/domain/failure.ts';
import type { Tensor, Tensors } from '../../../src/domain/technology/tensor.ts';
import type { LoadedModel } from '../../../src/inference/runtime.ts';
import { splitTensors, stackTensors } from '../../../src/inference/tensors/stack-tensors.ts';
import { createBatcher } from '../../../src/workers/device/batcher.ts';
import { failureOf, valueFrom } from '../../fixtures/value-from.ts';

const FREE = { multipleOf: 1 } as const;

/** A model of rows of two values that counts how many rows each of its runs had. */
function rowModel(compute: (rows: Tensor) => readonly number[] | null): { model: LoadedModel; runs: number[] } {
  const runs: number[] = [];
  const dims = [FREE, { size: 2 }];
  const model: LoadedModel = {
    signature: {
      inputs: [{ name: 'input', type: 'float32', dims }],
      outputs: [{ name: 'output', type: 'float32', dims }],
    },
    async run({ input }) {
      if (input === undefined) return fail('runtime-failed', 'no input');
      runs.push(input.dims[0] ?? 0);
      const values = compute(input);
      if (values === null) return fail('runtime-failed', 'refused');
      return succeed({ output: { type: 'float32', dims: input.dims, data: Float32Array.from(values) } });
    },
    async close() {},
  };
  return { model, runs };
}

const doubled = ({ data }: Tensor) => [...data].map((value) => 2 * value);

function rows(...values: number[]): Tensors {
  return { input: { type: 'float32', dims: [values.length / 2, 2], data: Float32Array.from(values) } };
}

function batcherOf(model: LoadedModel, maxBatch = 4) {
  const batcher = createBatcher(model, { maxBatch, maxWaitMs: 0 });
  return {
    async run(...values: number[]) {
      const { outcome, batchSize } = await batcher.run(rows(...values));
      return { values: [...(valueFrom(outcome)['output']?.data ?? [])], batchSize };
    },
    raw: batcher.run,
  };
}

describe('a batcher', () => {
  it('runs together what waits together, up to the limit, each with its own answer', async () => {
    const { model, runs } = rowModel(doubled);
    const batcher = batcherOf(model);
    await Promise.all([batcher.run(1, 2), batcher.run(3, 4)]);
    expect(runs.splice(0)).toEqual([2, 1, 1]);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((value) => batcher.run(value, -value)));
    expect(answers.map(({ values }) => values)).toEqual([1, 2, 3, 4, 5, 6].map((value) => [2 * value, -2 * value]));
    expect(answers.map(({ batchSize }) => batchSize)).toEqual([4, null, null, null, 2, null]);
    expect(runs).toEqual([4, 2]);
  });

  it('never batches a model whose answer to one item depends on the others', async () => {
    const { model, runs } = rowModel(({ data }) => {
      const largest = Math.max(...data);
      return [...data].map((value) => value / largest);
    });
    const batcher = batcherOf(model);
    for (const _round of [1, 2]) {
      const answers = await Promise.all([batcher.run(1, 2), batcher.run(3, 8)]);
      expect(answers.map(({ values }) => values)).toEqual([
        [0.5, 1],
        [0.375, 1],
      ]);
    }
    expect(runs).toEqual([2, 1, 1, 1, 1]);
  });

  it('lets a refused run refuse no other', async () => {
    const { model } = rowModel((input) => (input.data.includes(13) ? null : doubled(input)));
    const batcher = batcherOf(model);
    await Promise.all([batcher.run(1, 2), batcher.run(3, 4)]);
    const [refused, other] = await Promise.all([batcher.raw(rows(13, 1)), batcher.run(3, 4)]);
    expect(failureOf(refused.outcome)).toBe('refused');
    expect(other).toEqual({ values: [6, 8], batchSize: 1 });
  });

  it('runs what does not fit the model alone, and what is larger than a batch', async () => {
    const { model, runs } = rowModel(doubled);
    const batcher = batcherOf(model, 2);
    const misfit = { input: { type: 'float32', dims: [1, 3], data: Float32Array.of(1, 2, 3) } } as const;
    await Promise.all([batcher.raw(misfit), batcher.run(1, 2, 3, 4, 5, 6), batcher.run(7, 8)]);
    expect(runs).toEqual([1, 3, 1]);
  });

  it('stays with single runs where the limit is one', async () => {
    const { model, runs } = rowModel(doubled);
    const batcher = batcherOf(model, 1);
    await Promise.all([batcher.run(1, 2), batcher.run(3, 4)]);
    expect(runs).toEqual([1, 1]);
  });
});

describe('tensors that are stacked', () => {
  it('come apart as they were', () => {
    const items = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 5 }), (all) => {
        const tensors = all.map((values) => rows(...values.flatMap((value) => [value, -value])));
        const counts = all.map((values) => values.length);
        expect(splitTensors(stackTensors(tensors), counts)).toEqual(tensors);
      }),
    );
  });

  it('do not come apart into another number of items', () => {
    expect(splitTensors(rows(1, 2, 3, 4), [1])).toBeNull();
  });
});
