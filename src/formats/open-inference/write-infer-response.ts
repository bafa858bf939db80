import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { TENSOR_TYPES, type Tensor, type Tensors } from '../../domain/technology/tensor.ts';
import { concatenate } from './concatenate.ts';
import type { InferRequest } from './read-infer-request.ts';

/** More numbers than this become a text that is too long to be worth making, or to be made at all. */
const MAX_JSON_VALUES = 8_388_608;

export interface InferResponse {
  readonly body: Uint8Array<ArrayBuffer>;
  /** The length of the JSON where binary tensors follow it, else null. */
  readonly headerBytes: number | null;
}

/**
 * Writes a model's answer as the request wants it: which tensors, and each in JSON or as binary behind it. Fails with
 * `malformed-request` where a tensor was asked for that the model does not give, or one that JSON cannot hold.
 */
export function writeInferResponse(
  model: { readonly id: string; readonly version: string },
  request: InferRequest,
  tensors: Tensors,
): Outcome<InferResponse> {
  const names = Object.keys(tensors);
  const wanted = request.outputs.length > 0 ? request.outputs : names.map((name) => ({ name, isBinary: null }));
  const outputs: object[] = [];
  const parts: Uint8Array[] = [];
  let jsonValues = 0;
  for (const { name, isBinary } of wanted) {
    const tensor = names.includes(name) ? tensors[name] : undefined;
    if (tensor === undefined) {
      return fail('malformed-request', `The model has no output ${JSON.stringify(name)}; it has ${names.join(', ')}.`);
    }
    const described = { name, datatype: TENSOR_TYPES[tensor.type].datatype, shape: tensor.dims };
    if (isBinary ?? request.isBinary) {
      const { buffer, byteOffset, byteLength } = tensor.data;
      parts.push(new Uint8Array(buffer, byteOffset, byteLength));
      outputs.push({ ...described, parameters: { binary_data_size: byteLength } });
    } else {
      const problem = whyNotJson(tensor, jsonValues);
      jsonValues += tensor.data.length;
      if (problem !== null)
        return fail('malformed-request', `The output "${name}" ${problem}: ask for it with binary_data.`);
      outputs.push({ ...described, data: Array.from(tensor.data) });
    }
  }
  const { id } = request;
  const answer = { ...(id !== null && { id }), model_name: model.id, model_version: model.version, outputs };
  const json = new TextEncoder().encode(JSON.stringify(answer));
  return succeed({ body: concatenate([json, ...parts]), headerBytes: parts.length > 0 ? json.length : null });
}

/** Why a tensor cannot be written as JSON behind so many other values, as half a sentence, or null where it can. */
export function whyNotJson({ data, type }: Tensor, valuesBefore = 0): string | null {
  if (valuesBefore + data.length > MAX_JSON_VALUES) return `has ${data.length} values, too many for JSON`;
  if (type === 'float32' && !data.every(Number.isFinite)) return 'holds NaN or infinity, which JSON cannot hold';
  return null;
}
