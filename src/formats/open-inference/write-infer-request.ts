import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { TENSOR_TYPES, type Tensors } from '../../domain/technology/tensor.ts';
import { concatenate } from './concatenate.ts';
import { whyNotJson } from './write-infer-response.ts';

export interface InferRequestOptions {
  readonly id: string;
  readonly inputs: Tensors;
  /** The names of the outputs that are asked for. */
  readonly outputs: readonly string[];
  /** Tensors as binary behind the JSON, both ways; else all of it in JSON. */
  readonly isBinary: boolean;
}

export interface InferRequestBody {
  readonly body: Uint8Array<ArrayBuffer>;
  /** The length of the JSON where binary tensors follow it, else null. */
  readonly headerBytes: number | null;
}

/**
 * Writes a request of the Open Inference Protocol, version 2. The body shares no memory with the tensors. Fails with
 * `runtime-failed` where a tensor is to go as JSON that JSON cannot hold.
 */
export function writeInferRequest({ id, inputs, outputs, isBinary }: InferRequestOptions): Outcome<InferRequestBody> {
  const described: object[] = [];
  const parts: Uint8Array[] = [];
  for (const [name, tensor] of Object.entries(inputs)) {
    const description = { name, shape: tensor.dims, datatype: TENSOR_TYPES[tensor.type].datatype };
    if (isBinary) {
      const { buffer, byteOffset, byteLength } = tensor.data;
      parts.push(new Uint8Array(buffer, byteOffset, byteLength));
      described.push({ ...description, parameters: { binary_data_size: byteLength } });
    } else {
      const problem = whyNotJson(tensor);
      if (problem !== null) return fail('runtime-failed', `The input "${name}" ${problem}.`);
      described.push({ ...description, data: Array.from(tensor.data) });
    }
  }
  const asked = outputs.map((name) => (isBinary ? { name, parameters: { binary_data: true } } : { name }));
  const json = new TextEncoder().encode(JSON.stringify({ id, inputs: described, outputs: asked }));
  return succeed({ body: concatenate([json, ...parts]), headerBytes: isBinary ? json.length : null });
}
