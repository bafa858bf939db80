import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { type HOST_PROVIDERS, technologyId } from '../../domain/technology/technology.ts';
import type { Tensors } from '../../domain/technology/tensor.ts';
import { type Median, medianOf } from '../../evaluation/median.ts';
import { readModels } from '../../inference/model/model-folder.ts';
import type { ModelPackage } from '../../inference/model/model-package.ts';
import { largestDifference, PROVIDER_TOLERANCE } from '../../inference/provider-parity.ts';
import type { LoadedModel } from '../../inference/runtime.ts';
import { onnxRuntime } from '../../inference/runtimes/onnx.ts';
import { stackTensors, takesBatches } from '../../inference/tensors/stack-tensors.ts';
import { trialTensor } from './trial-tensor.ts';

/** Tiles of the one batch that is timed where a model takes batches: what the service puts together by default. */
const BATCH = 8;

/** How a model does on a provider beside the CPU: one tile, `pairs` runs on each in turn. */
export interface VerifiedOnProvider {
  readonly technology: string;
  readonly state: 'same' | 'differs' | 'unavailable';
  readonly reason: string | null;
  /** The furthest that any value of the answer is from the CPU's, in shares of its largest value or of 1. */
  readonly difference: number | null;
  readonly cpuMs: number | null;
  readonly providerMs: number | null;
  /** CPU time over provider time of each pair: its median, with bounds of 95 %. */
  readonly timesAsFast: Median | null;
  /** A tile's share of a batch of 8; null where the model takes one at a time. */
  readonly batchedMs: number | null;
}

export interface VerifyOptions {
  readonly modelsDir: string;
  readonly provider: (typeof HOST_PROVIDERS)[number];
  /** At least 6, so that a median has bounds. */
  readonly pairs: number;
}

/**
 * Runs every ONNX model of a folder on a provider and on one thread of the CPU, on the same tile, and holds the answers
 * against each other. Fails where the folder has none; a model that does not run there is told with its reason.
 */
export async function verifyProvider(options: VerifyOptions): Promise<Outcome<readonly VerifiedOnProvider[]>> {
  const { modelsDir, provider } = options;
  const rows: VerifiedOnProvider[] = [];
  for (const { id, outcome } of await readModels(modelsDir)) {
    if (outcome.ok && outcome.value.manifest.runtime !== 'onnx') continue;
    const technology = outcome.ok ? technologyId(id, 'onnx', provider) : id;
    const compared = outcome.ok ? await compareOn(outcome.value, options) : outcome;
    rows.push(
      compared.ok
        ? { technology, ...compared.value }
        : { technology, ...NOTHING, state: 'unavailable', reason: compared.failure.message },
    );
  }
  if (rows.length > 0) return succeed(rows);
  return fail('unknown-model', `${modelsDir} holds no ONNX model: name another folder with --models.`);
}

const NOTHING = { difference: null, cpuMs: null, providerMs: null, timesAsFast: null, batchedMs: null } as const;

async function compareOn(
  model: ModelPackage,
  { provider, pairs }: VerifyOptions,
): Promise<Outcome<Omit<VerifiedOnProvider, 'technology'>>> {
  const onCpu = await onnxRuntime.load(model, { provider: 'cpu', intraOpThreads: 1 });
  if (!onCpu.ok) return onCpu;
  const onProvider = await onnxRuntime.load(model, { provider, intraOpThreads: 1 });
  if (!onProvider.ok) {
    await onCpu.value.close();
    return onProvider;
  }
  const { input } = model.manifest;
  const tile: Tensors = { [input.name]: trialTensor(input) };
  try {
    // The first runs warm up and give the answers; they are not timed.
    const expected = await onCpu.value.run(tile);
    if (!expected.ok) return expected;
    const answer = await onProvider.value.run(tile);
    if (!answer.ok) return answer;
    const difference = largestDifference(answer.value, expected.value);
    const isSame = difference <= PROVIDER_TOLERANCE;
    return succeed({
      state: isSame ? 'same' : 'differs',
      reason: isSame ? null : `it is further from the CPU than ${PROVIDER_TOLERANCE}: do not use it for decisions.`,
      difference,
      ...(await timePairs(onCpu.value, onProvider.value, tile, pairs)),
      batchedMs: takesBatches(onProvider.value.signature) ? await timeBatch(onProvider.value, tile) : null,
    });
  } finally {
    await onCpu.value.close();
    await onProvider.value.close();
  }
}

async function timePairs(
  onCpu: LoadedModel,
  onProvider: LoadedModel,
  tile: Tensors,
  pairs: number,
): Promise<Pick<VerifiedOnProvider, 'cpuMs' | 'providerMs' | 'timesAsFast'>> {
  const cpuMs: number[] = [];
  const providerMs: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    cpuMs.push(await timeRun(onCpu, tile));
    providerMs.push(await timeRun(onProvider, tile));
  }
  return {
    cpuMs: medianOf(cpuMs).median,
    providerMs: medianOf(providerMs).median,
    timesAsFast: medianOf(cpuMs.map((ms, pair) => ms / (providerMs[pair] ?? Number.NaN))),
  };
}

async function timeBatch(model: LoadedModel, tile: Tensors): Promise<number> {
  const batch = stackTensors(Array.from({ length: BATCH }, () => tile));
  await timeRun(model, batch);
  return (await timeRun(model, batch)) / BATCH;
}

async function timeRun(model: LoadedModel, inputs: Tensors): Promise<number> {
  const startedAt = performance.now();
  await model.run(inputs);
  return performance.now() - startedAt;
}
