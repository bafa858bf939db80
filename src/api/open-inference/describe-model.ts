import type { RuntimeName } from '../../domain/technology/technology.ts';
import { TENSOR_TYPES, type TensorSpec } from '../../domain/technology/tensor.ts';
import type { DescribedModel } from './served-models.ts';

/** What the protocol calls the library and the format of a model. */
const PLATFORMS = {
  onnx: 'onnxruntime_onnx',
  tfjs: 'tensorflowjs_graphmodel',
  remote: 'remote',
  null: 'scanbench_null',
} as const satisfies Record<RuntimeName, string>;

/** A model's metadata in the words of the protocol; free sizes are −1. */
export function modelMetadata({ name, version, technology, signature }: DescribedModel): object {
  return {
    name,
    versions: [version],
    platform: PLATFORMS[technology.runtime],
    inputs: signature.inputs.map(tensorMetadata),
    outputs: signature.outputs.map(tensorMetadata),
  };
}

/** What Triton's tools ask for beside the metadata. Dimensions are whole, so the largest batch is 0: "as the shape says". */
export function modelConfig({ name, version, technology, signature }: DescribedModel): object {
  return {
    name,
    platform: PLATFORMS[technology.runtime],
    backend: technology.runtime,
    version_policy: { specific: { versions: [version] } },
    max_batch_size: 0,
    input: signature.inputs.map(tensorConfig),
    output: signature.outputs.map(tensorConfig),
  };
}

function tensorMetadata(spec: TensorSpec): object {
  return { name: spec.name, datatype: TENSOR_TYPES[spec.type].datatype, shape: shapeOf(spec) };
}

function tensorConfig(spec: TensorSpec): object {
  return { name: spec.name, data_type: `TYPE_${TENSOR_TYPES[spec.type].datatype}`, dims: shapeOf(spec) };
}

function shapeOf({ dims }: TensorSpec): readonly number[] {
  return dims.map((dimension) => ('size' in dimension ? dimension.size : -1));
}
