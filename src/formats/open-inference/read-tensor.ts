import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { elementCount, TENSOR_TYPES, type Tensor, type TensorType } from '../../domain/technology/tensor.ts';

const TYPES: readonly TensorType[] = ['float32', 'uint8', 'uint16'];
const DATATYPES = TYPES.map((type) => TENSOR_TYPES[type].datatype);

/** The highest whole number of each type; null where a value need not be whole. */
const HIGHEST = { float32: null, uint8: 255, uint16: 65_535 } as const satisfies Record<TensorType, number | null>;

/** A tensor as the JSON of a request or an answer describes it. */
export interface DescribedTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly parameters?: { readonly binary_data_size?: number } | null;
  readonly data?: readonly unknown[];
}

/** Whose fault a wrong tensor is, and who is told what to do. */
const SIDES = {
  input: { code: 'malformed-request', verb: 'send' },
  output: { code: 'runtime-failed', verb: 'let the server answer with' },
} as const;

/**
 * Fills a tensor with its binary data, or with the numbers of its JSON where `binary` is null. Fails for a datatype that
 * is not read, and for data that do not fill the shape exactly: an input with `malformed-request`, an output with
 * `runtime-failed`.
 */
export function readTensor(
  side: keyof typeof SIDES,
  tensor: DescribedTensor,
  binary: Uint8Array<ArrayBuffer> | null,
): Outcome<Tensor> {
  const { name, shape: dims, datatype, data } = tensor;
  const { code, verb } = SIDES[side];
  const refuse = (reason: string) => fail(code, `The ${side} "${name}" ${reason}.`);
  const type = TYPES.find((known) => TENSOR_TYPES[known].datatype === datatype);
  if (type === undefined)
    return refuse(`has the datatype ${JSON.stringify(datatype)}; ${verb} ${DATATYPES.join(', ')}`);
  const count = elementCount(dims);
  const shape = `[${dims.join(', ')}]`;

  if (binary !== null) {
    if (data !== undefined) return refuse(`has both data and binary_data_size; ${verb} one of them`);
    const expectedBytes = count * TENSOR_TYPES[type].bytes;
    const announcedBytes = tensor.parameters?.binary_data_size;
    if (announcedBytes !== expectedBytes) {
      return refuse(`has ${announcedBytes} bytes; ${shape} of ${datatype} takes ${expectedBytes}`);
    }
    if (binary.length !== announcedBytes) {
      return refuse(`announces ${announcedBytes} bytes, but the body holds only ${binary.length} for it`);
    }
    return succeed(tensorOver(type, dims, aligned(binary, TENSOR_TYPES[type].bytes), count));
  }
  if (data === undefined) return refuse(`has neither data nor binary_data_size; ${verb} one of them`);
  const numbers = flatten(data, Math.max(1, dims.length), count);
  if (numbers === null) return refuse(`has data that do not fill ${shape} with ${count} numbers`);
  const highest = HIGHEST[type];
  const misfit = numbers.find((value) => !fits(value, highest));
  if (misfit !== undefined) return refuse(`has the value ${misfit}, which ${datatype} cannot hold`);
  return succeed(tensorOf(type, dims, numbers));
}

function fits(value: number, highest: number | null): boolean {
  if (highest === null) return Number.isFinite(Math.fround(value));
  return Number.isInteger(value) && value >= 0 && value <= highest;
}

/** The numbers of a list, nested as the shape is or flat, in order; null where they are too many, too few or no numbers. */
function flatten(data: readonly unknown[], maxDepth: number, count: number): number[] | null {
  const numbers: number[] = [];
  const take = (list: readonly unknown[], depth: number): boolean =>
    list.every((item) => {
      if (typeof item === 'number') return numbers.push(item) <= count;
      return Array.isArray(item) && depth < maxDepth && take(item, depth + 1);
    });
  return take(data, 1) && numbers.length === count ? numbers : null;
}

/** The bytes where a typed array may begin: tensors behind JSON of any length begin anywhere. */
function aligned(bytes: Uint8Array<ArrayBuffer>, elementBytes: number): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % elementBytes === 0 ? bytes : bytes.slice();
}

/** Little-endian as the protocol has it, and as every machine has it that Node runs on. */
function tensorOver(type: TensorType, dims: readonly number[], bytes: Uint8Array<ArrayBuffer>, count: number): Tensor {
  const { buffer, byteOffset } = bytes;
  if (type === 'float32') return { type, dims, data: new Float32Array(buffer, byteOffset, count) };
  if (type === 'uint16') return { type, dims, data: new Uint16Array(buffer, byteOffset, count) };
  return { type, dims, data: bytes };
}

function tensorOf(type: TensorType, dims: readonly number[], numbers: readonly number[]): Tensor {
  if (type === 'float32') return { type, dims, data: Float32Array.from(numbers) };
  if (type === 'uint16') return { type, dims, data: Uint16Array.from(numbers) };
  return { type, dims, data: Uint8Array.from(numbers) };
}
