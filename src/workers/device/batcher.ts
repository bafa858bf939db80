import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Outcome } from '../../domain/failure.ts';
import type { Tensors } from '../../domain/technology/tensor.ts';
import { largestDifference } from '../../inference/provider-parity.ts';
import type { LoadedModel } from '../../inference/runtime.ts';
import { itemCount, shapeOf, splitTensors, stackTensors, takesBatches } from '../../inference/tensors/stack-tensors.ts';
import type { BatchedAnswer, BatchLimits } from './messages.ts';

/** One run that waits. */
interface Waiting {
  readonly inputs: Tensors;
  /** Null where it does not fit the model. */
  readonly items: number | null;
  readonly shape: string;
  readonly since: number;
  readonly resolve: (answer: BatchedAnswer) => void;
}

/** What a model whose items know nothing of each other may differ by: a GPU takes other kernels for other sizes. */
const ALONE_TOLERANCE = 1e-3;

/**
 * Puts runs of one model together that wait at the same time. What waits is bounded by who asks: a screening thread asks
 * for one run and waits for it.
 *
 * The first batch of a model is run one by one as well. Where the answers differ, or do not come apart into as many items,
 * its answers would depend on the traffic, and it is never batched.
 */
export function createBatcher(model: LoadedModel, { maxBatch, maxWaitMs }: BatchLimits) {
  const waiting: Waiting[] = [];
  let mayBatch = maxBatch > 1 && takesBatches(model.signature);
  let isChecked = false;
  let isWorking = false;
  let wake: () => void = () => {};

  async function work(): Promise<void> {
    isWorking = true;
    // What other threads have sent is taken in first; while a model runs, nothing is.
    await nextTurn();
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (mayBatch && first.items !== null) await waitForOthers(first);
      await runTogether(takeBatch(first));
      await nextTurn();
    }
    isWorking = false;
  }

  /** Until the batch is full or the first of it has waited long enough. */
  async function waitForOthers(first: Waiting): Promise<void> {
    for (;;) {
      const leftMs = first.since + maxWaitMs - performance.now();
      if (leftMs <= 0 || itemsOf(batchOf(first)) >= maxBatch) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The first and all others that fit beside it, in the order in which they came. */
  function batchOf(first: Waiting): readonly Waiting[] {
    if (!mayBatch || first.items === null) return [first];
    const batch: Waiting[] = [];
    let items = 0;
    for (const candidate of waiting) {
      const fits = candidate.items !== null && candidate.shape === first.shape && items + candidate.items <= maxBatch;
      if (candidate !== first && !fits) continue;
      batch.push(candidate);
      items += candidate.items ?? 0;
    }
    return batch;
  }

  function takeBatch(first: Waiting): readonly Waiting[] {
    const batch = batchOf(first);
    for (const member of batch) waiting.splice(waiting.indexOf(member), 1);
    return batch;
  }

  async function runTogether(batch: readonly Waiting[]): Promise<void> {
    const [only, ...others] = batch;
    if (only === undefined) return;
    if (others.length === 0) return answer([only], [await model.run(only.inputs)]);
    const together = await runBatch(batch);
    if (together !== null && isChecked) return answer(batch, together);
    // Each alone: the first time to compare, later because something in the batch was refused, and must not refuse the rest.
    const alone: Outcome<Tensors>[] = [];
    for (const { inputs } of batch) alone.push(await model.run(inputs));
    if (!isChecked && alone.every(({ ok }) => ok)) {
      isChecked = true;
      mayBatch = together !== null && areAlike(together, alone);
    }
    for (const [index, outcome] of alone.entries()) answer(batch.slice(index, index + 1), [outcome]);
  }

  /** The answers of a batch, or null where it failed or does not come apart. */
  async function runBatch(batch: readonly Waiting[]): Promise<readonly Outcome<Tensors>[] | null> {
    const outputs = await model.run(stackTensors(batch.map(({ inputs }) => inputs)));
    const parts = outputs.ok
      ? splitTensors(
          outputs.value,
          batch.map(({ items }) => items ?? 0),
        )
      : null;
    return parts === null ? null : parts.map((value) => ({ ok: true, value }));
  }

  return {
    /** Fails as the model's own `run`; never rejects. */
    run(inputs: Tensors): Promise<BatchedAnswer> {
      return new Promise((resolve) => {
        const items = itemCount(inputs, model.signature);
        waiting.push({ inputs, items, shape: shapeOf(inputs), since: performance.now(), resolve });
        wake();
        if (!isWorking) void work();
      });
    },
  };
}

export type Batcher = ReturnType<typeof createBatcher>;

/** Answers those of one batch; the first is told how large it was. */
function answer(batch: readonly Waiting[], outcomes: readonly Outcome<Tensors>[]): void {
  for (const [index, { resolve }] of batch.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new RangeError('fewer answers than runs');
    resolve({ outcome, batchSize: index === 0 ? itemsOf(batch) : null });
  }
}

/** One that does not fit the model counts as one item. */
function itemsOf(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { items }) => sum + (items ?? 1), 0);
}

function areAlike(together: readonly Outcome<Tensors>[], alone: readonly Outcome<Tensors>[]): boolean {
  return together.every((outcome, index) => {
    const other = alone[index];
    return outcome.ok && other?.ok === true && largestDifference(outcome.value, other.value) <= ALONE_TOLERANCE;
  });
}
