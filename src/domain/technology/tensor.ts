/** The element types that models take and give, with what the Open Inference Protocol calls them. */
export const TENSOR_TYPES = {
  float32: { datatype: 'FP32', bytes: 4 },
  uint8: { datatype: 'UINT8', bytes: 1 },
  uint16: { datatype: 'UINT16', bytes: 2 },
} as const;
export type TensorType = keyof typeof TENSOR_TYPES;

/** A dense tensor, row-major. A dynamic dimension has its size of the moment here. */
export type Tensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'uint8'; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: 'uint16'; readonly dims: readonly number[]; readonly data: Uint16Array };

/** Tensors by input or output name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** One dimension of a tensor that a model takes or gives: of one size, or of any multiple, from the least on where one is named. */
export type Dimension = { readonly size: number } | { readonly multipleOf: number; readonly least?: number };

export interface TensorSpec {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly Dimension[];
}

/** What a model takes and gives, by its own graph. */
export interface ModelSignature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** How many values fill these dimensions; a tensor without dimensions is one value. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((count, size) => count * size, 1);
}
