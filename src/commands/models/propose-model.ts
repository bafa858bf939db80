import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { TensorSpec } from '../../domain/tensor.ts';
import type { Manifest } from '../../inference/manifest.ts';
import type { LoadedModel } from '../../inference/runtime.ts';
import { holdsImageNetMeans } from './normalization.ts';
import type { Proposal } from './proposal.ts';
import { type InputWishes, proposeInput } from './propose-input.ts';
import { type OutputWishes, proposeOutput } from './propose-output.ts';
import { trialTensor } from './trial-tensor.ts';

export type ModelWishes = InputWishes & OutputWishes;

/** What anomalib calls its outputs. */
const ANOMALIB_OUTPUTS = ['anomaly_map', 'pred_score', 'pred_mask', 'pred_label'];

/**
 * Input and output of a manifest for an `.onnx` file that has none, from its graph and from one run of it. Fails with
 * `malformed-request` where scans cannot go in or no judgement comes out, with `runtime-failed` where it does not run.
 */
export async function proposeModel(
  id: string,
  weightsPath: string,
  file: Uint8Array,
  wishes: ModelWishes,
): Promise<Outcome<Proposal<Pick<Manifest, 'input' | 'output'>>>> {
  // Imported here, so that no other command waits for the library.
  const { loadOnnx } = await import('../../inference/runtimes/onnx.ts');
  const loaded = await loadOnnx(id, weightsPath, { provider: 'cpu', intraOpThreads: 1 });
  if (!loaded.ok) return loaded;
  try {
    return await proposeLoaded(loaded.value, file, wishes);
  } finally {
    await loaded.value.close();
  }
}

async function proposeLoaded(
  model: LoadedModel,
  file: Uint8Array,
  wishes: ModelWishes,
): Promise<Outcome<Proposal<Pick<Manifest, 'input' | 'output'>>>> {
  const { inputs, outputs } = model.signature;
  const hints = { isAnomalib: outputs.some(isAnomalibs), normalizesItself: holdsImageNetMeans(file) };
  const input = proposeInput(inputs, hints, wishes);
  if (!input.ok) return input;
  const trial = trialTensor(input.value.part);
  const answers = await model.run({ [input.value.part.name]: trial });
  if (!answers.ok) {
    const tried = `[${trial.dims.join(', ')}]`;
    return fail(
      'runtime-failed',
      `A trial with ${tried} broke; say what it takes with --size: ${answers.failure.message}`,
    );
  }
  const output = proposeOutput(trial, answers.value, wishes);
  if (!output.ok) return output;
  return succeed({
    part: { input: input.value.part, output: output.value.part },
    assumptions: [...input.value.assumptions, ...output.value.assumptions],
  });
}

function isAnomalibs({ name }: TensorSpec): boolean {
  return ANOMALIB_OUTPUTS.includes(name);
}
