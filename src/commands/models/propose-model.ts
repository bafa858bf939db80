import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { TensorSpec } from '../../domain/tensor.ts';
import type { Manifest } from '../../inference/manifest.ts';
import type { LoadedModel } from '../../inference/runtime.ts';
import type { Proposal } from './proposal.ts';
import { type InputWishes, proposeInput } from './propose-input.ts';
import { type OutputWishes, proposeOutput } from './propose-output.ts';
import { trialTensor } from './trial-tensor.ts';

export type ModelWishes = InputWishes & OutputWishes;

/** What anomalib calls its outputs. */
const ANOMALIB_OUTPUTS = ['anomaly_map', 'pred_score', 'pred_mask', 'pred_label'];

/**
 * Input and output of a manifest for a model that has none, from what it says of itself and from one run of it. Fails with
 * `malformed-request` where scans cannot go in or no judgement comes out, with `runtime-failed` where it does not run.
 */
export async function proposeModel(
  model: Pick<LoadedModel, 'signature' | 'run'>,
  normalizesItself: boolean,
  wishes: ModelWishes,
): Promise<Outcome<Proposal<Pick<Manifest, 'input' | 'output'>>>> {
  const { inputs, outputs } = model.signature;
  const hints = { isAnomalib: outputs.some(isAnomalibs), normalizesItself };
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
