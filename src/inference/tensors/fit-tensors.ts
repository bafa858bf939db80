import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { TENSOR_TYPES, type Tensor, type TensorSpec, type Tensors } from '../../domain/technology/tensor.ts';
import { describeDims, fitsDims } from './fit-dims.ts';

export interface TensorLimits {
  readonly maxBytes: number;
  /** Over all inputs; null for no limit. */
  readonly mostValues: number | null;
}

/**
 * Holds a client's tensors against what a model takes: each input is there once, of the right type and shape, and there
 * is no other. Whole numbers where a model takes FP32 are taken as the numbers that they are, not scaled. Fails with
 * `malformed-request`, naming input and cure: past this, a runtime that refuses is a bug of the model. Fails with
 * `scan-too-large` before tensors are made that take more than `maxBytes`, or have more than `mostValues`.
 */
export function fitTensors(
  given: ReadonlyMap<string, Tensor>,
  inputs: readonly TensorSpec[],
  { maxBytes, mostValues }: TensorLimits,
): Outcome<Tensors> {
  const names = inputs.map(({ name }) => name);
  const unknown = [...given.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return fail(
      'malformed-request',
      `The model has no input ${JSON.stringify(unknown)}; it takes ${names.join(', ')}.`,
    );
  }
  const fitted: [string, Tensor][] = [];
  let values = 0;
  let bytes = 0;
  for (const spec of inputs) {
    const tensor = given.get(spec.name);
    if (tensor === undefined) return fail('malformed-request', `The input "${spec.name}" is missing; send it.`);
    const problem = findMisfit(tensor, spec);
    if (problem !== null) return fail('malformed-request', `The input "${spec.name}" ${problem}.`);
    values += tensor.data.length;
    if (mostValues !== null && values > mostValues) return fail('scan-too-large', tooMany(spec, values, mostValues));
    bytes += tensor.data.length * TENSOR_TYPES[spec.type].bytes;
    if (bytes > maxBytes) return fail('scan-too-large', tooLarge(spec, bytes, maxBytes));
    fitted.push([spec.name, spec.type === 'float32' ? asFloats(tensor) : tensor]);
  }
  return succeed(Object.fromEntries(fitted));
}

function findMisfit({ type, dims }: Tensor, spec: TensorSpec): string | null {
  if (type !== spec.type && spec.type !== 'float32') {
    return `has the datatype ${TENSOR_TYPES[type].datatype}; the model takes ${TENSOR_TYPES[spec.type].datatype}`;
  }
  return fitsDims(dims, spec.dims)
    ? null
    : `has the shape [${dims.join(', ')}]; the model takes ${describeDims(spec.dims)}`;
}

function tooMany({ name }: TensorSpec, values: number, mostValues: number): string {
  return (
    `With the input "${name}" the tensors have ${values} values; a run of this model is shown ${mostValues} at most, ` +
    'the longest scan as its manifest has it prepared, and the memory for more is not there: resize to the height of ' +
    'its manifest, or send fewer at a time.'
  );
}

function tooLarge({ name, type }: TensorSpec, bytes: number, maxBytes: number): string {
  const { datatype } = TENSOR_TYPES[type];
  return (
    `With the input "${name}" the tensors take ${bytes} bytes in the datatype ${datatype} of the model, more than the ` +
    `${maxBytes} that a request may: send smaller tensors, or raise SCANBENCH_MAX_SCAN_BYTES.`
  );
}

function asFloats(tensor: Tensor): Tensor {
  return tensor.type === 'float32'
    ? tensor
    : { type: 'float32', dims: tensor.dims, data: new Float32Array(tensor.data) };
}
