import type { Dimension, ModelSignature, TensorSpec } from '../../domain/technology/tensor.ts';
import { channelsOf } from './channels.ts';
import type { Manifest } from './manifest.ts';

const FREE: Dimension = { multipleOf: 1 };

/**
 * What a model takes and gives as its manifest says it, for runtimes whose graphs do not say it themselves. A map is
 * given the form that most models have, one channel, or one for each class, where the input has its own.
 */
export function signatureFromManifest({ input, output }: Pick<Manifest, 'input' | 'output'>): ModelSignature {
  const place = (channels: Dimension, height: Dimension, width: Dimension): readonly Dimension[] =>
    input.layout === 'NCHW' ? [FREE, channels, height, width] : [FREE, height, width, channels];
  const { multipleOfPx = 1, leastPx } = input.dynamic ?? {};
  const step: Dimension = { multipleOf: multipleOfPx, ...(leastPx !== undefined && { least: leastPx }) };
  const [height, width] =
    input.size === undefined ? [step, step] : [{ size: input.size.heightPx }, { size: input.size.widthPx }];
  const dims = place({ size: channelsOf(input).length }, height, width);
  const hasClasses = output.channel !== undefined;
  const given = {
    'anomaly-map': { name: output.names.map, dims: place(hasClasses ? FREE : { size: 1 }, FREE, FREE) },
    reconstruction: { name: output.names.reconstruction, dims },
    score: { name: output.names.score, dims: hasClasses ? [FREE, FREE] : [FREE] },
  }[output.kind];
  return {
    inputs: [{ name: input.name, type: input.type, dims }],
    outputs: [{ name: given.name ?? output.kind, type: 'float32', dims: given.dims }],
  };
}

/**
 * A graph's own signature, with what only the manifest knows of its input: that free heights and widths go in steps, and
 * the dimensions where the graph names none.
 */
export function refineSignature({ inputs, outputs }: ModelSignature, manifest: Manifest): ModelSignature {
  const [described] = signatureFromManifest(manifest).inputs;
  return {
    inputs: inputs.map((spec) => (spec.name === described?.name ? refine(spec, described) : spec)),
    outputs,
  };
}

function refine(spec: TensorSpec, { dims }: TensorSpec): TensorSpec {
  if (spec.dims.length === 0) return { ...spec, dims };
  return { ...spec, dims: spec.dims.map((own, axis) => ('size' in own ? own : (dims[axis] ?? own))) };
}
