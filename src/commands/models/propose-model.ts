import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Tensor, TensorSpec, Tensors } from '../../domain/technology/tensor.ts';
import { type Manifest, NAME_OF_KIND } from '../../inference/model/manifest.ts';
import type { LoadedModel } from '../../inference/runtime.ts';
import type { Proposal } from './proposal.ts';
import { type InputWishes, proposeInput } from './propose-input.ts';
import { type OutputWishes, proposeOutput, warnOfRange } from './propose-output.ts';
import { trialTensor } from './trial-tensor.ts';
import { warnOfSmallInput } from './warn-of-small-input.ts';

export type ModelWishes = InputWishes & OutputWishes;

export interface ModelProposal extends Proposal<Pick<Manifest, 'input' | 'output'>> {
  /** What the runs showed that a model of any use would not show, in plain sentences. */
  readonly warnings: readonly string[];
  /** The shapes of what went in and of the output that is read. */
  readonly trial: { readonly input: readonly number[]; readonly output: readonly number[] };
}

/** What anomalib calls its outputs. */
const ANOMALIB_OUTPUTS = ['anomaly_map', 'pred_score', 'pred_mask', 'pred_label'];

/**
 * Input and output of a manifest for a model that has none, from what it says of itself and from two runs of it. Fails with
 * `malformed-request` where scans cannot go in or no judgement comes out, with `runtime-failed` where it does not run.
 */
export async function proposeModel(
  model: Pick<LoadedModel, 'signature' | 'run'>,
  normalizesItself: boolean,
  wishes: ModelWishes,
): Promise<Outcome<ModelProposal>> {
  const { inputs, outputs } = model.signature;
  const hints = { isAnomalib: outputs.some(isAnomalibs), normalizesItself };
  const input = proposeInput(inputs, hints, wishes);
  if (!input.ok) return input;
  const trial = trialTensor(input.value.part);
  const answers = await runTrial(model, trial);
  if (!answers.ok) return answers;
  const output = proposeOutput({ tensor: trial, layout: input.value.part.layout }, answers.value, wishes);
  if (!output.ok) return output;
  const other = await runTrial(model, trialTensor(input.value.part, 'crates'));
  if (!other.ok) return other;
  const { kind, names } = output.value.part;
  const part = { input: input.value.part, output: output.value.part };
  return succeed({
    part,
    trial: { input: trial.dims, output: answers.value[names[NAME_OF_KIND[kind]] ?? '']?.dims ?? [] },
    assumptions: [...input.value.assumptions, ...output.value.assumptions],
    warnings: [
      ...Object.values(names).flatMap((name) => warnOfSameAnswers(name, answers.value[name], other.value[name])),
      ...(kind === 'anomaly-map' ? warnOfSmallInput(input.value.part, answers.value[names.map ?? '']) : []),
      ...warnOfRange(part, [answers.value, other.value]),
    ],
  });
}

/** Shows the model's one input a picture. Where its graph leaves the size open, a failure asks for one: it may hide that it fixes it. */
async function runTrial(model: Pick<LoadedModel, 'signature' | 'run'>, trial: Tensor): Promise<Outcome<Tensors>> {
  const { name = '', dims = [] } = model.signature.inputs[0] ?? {};
  const answers = await model.run({ [name]: trial });
  if (answers.ok) return answers;
  const tried = `[${trial.dims.join(', ')}]`;
  const isFixed = dims.slice(1).every((dimension) => 'size' in dimension);
  const cure = isFixed ? ', the size that its graph fixes, broke' : ' broke; say what it takes with --size';
  return fail('runtime-failed', `A trial with ${tried}${cure}: ${answers.failure.message}`);
}

/** A map of zeros may be right twice; it is no less what a graph gives whose input was lost in the export. */
function warnOfSameAnswers(name: string, one: Tensor | undefined, other: Tensor | undefined): readonly string[] {
  if (one === undefined || other === undefined || one.data.length !== other.data.length) return [];
  if (one.data.some((value, i) => value !== other.data[i])) return [];
  const [first] = one.data;
  const values = one.data.every((value) => value === first)
    ? `${Number(first?.toPrecision(3))} everywhere`
    : 'the same values';
  return [
    `Its output "${name}" was ${values} for two trial pictures that have nothing in common: it seems not to look at what goes in, and would ` +
      'judge all scans alike. Look whether the export kept the input, whether --output reads another output, and whether --normalize fits.',
  ];
}

function isAnomalibs({ name }: TensorSpec): boolean {
  return ANOMALIB_OUTPUTS.includes(name);
}
