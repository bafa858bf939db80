import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { conforms } from '../../domain/language/conforms.ts';
import { ruleInWords } from '../../domain/language/rule-in-words.ts';
import type { Tensor } from '../../domain/technology/tensor.ts';
import { hasLongList, MAX_DIMENSIONS, MAX_TENSORS } from './has-long-list.ts';
import { type InferRequestJson, InferRequestSchema } from './infer-request-schema.ts';
import { parseJson } from './parse-json.ts';
import { readTensor } from './read-tensor.ts';

/** One tensor that was asked for; `isBinary` null leaves its form to the request. */
export interface RequestedOutput {
  readonly name: string;
  readonly isBinary: boolean | null;
}

/** A request that was read whole: every tensor filled, nothing known yet of the model. */
export interface InferRequest {
  readonly id: string | null;
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** Empty: all that the model gives. */
  readonly outputs: readonly RequestedOutput[];
  /** The form of outputs that say nothing of it themselves. */
  readonly isBinary: boolean;
}

/**
 * Reads a request of the Open Inference Protocol, version 2, with or without its binary tensor extension: `headerBytes`
 * of JSON, then the tensors that have a `binary_data_size`, one after the other, little-endian. Binary tensors are
 * windows into the body wherever their place allows it. Fails with `malformed-request`.
 */
export function readInferRequest(body: Uint8Array<ArrayBuffer>, headerBytes: number | null): Outcome<InferRequest> {
  const jsonBytes = headerBytes ?? body.length;
  if (jsonBytes > body.length) {
    const sentence = `Inference-Header-Content-Length is ${jsonBytes}, but the body has only ${body.length} bytes.`;
    return fail('malformed-request', sentence);
  }
  const json = parseRequest(body.subarray(0, jsonBytes));
  if (!json.ok) return json;
  const { id, parameters, inputs, outputs = [] } = json.value;

  const tensors = new Map<string, Tensor>();
  let at = jsonBytes;
  for (const input of inputs) {
    if (tensors.has(input.name))
      return fail('malformed-request', `The input "${input.name}" comes twice; send it once.`);
    const binaryBytes = input.parameters?.binary_data_size;
    const binary = binaryBytes === undefined ? null : body.subarray(at, at + binaryBytes);
    at += binaryBytes ?? 0;
    const tensor = readTensor('input', input, binary);
    if (!tensor.ok) return tensor;
    tensors.set(input.name, tensor.value);
  }
  if (at !== body.length) {
    const sentence =
      `The inputs announce ${at - jsonBytes} bytes of binary data, but ${body.length - jsonBytes} follow the JSON: ` +
      'make binary_data_size and Inference-Header-Content-Length fit the body.';
    return fail('malformed-request', sentence);
  }
  const twice = outputs.find(({ name }, at) => outputs.findIndex((other) => other.name === name) < at);
  if (twice !== undefined) return fail('malformed-request', `The output "${twice.name}" is asked for twice; ask once.`);
  return succeed({
    id: id ?? null,
    inputs: tensors,
    outputs: outputs.map(({ name, parameters: form }) => ({ name, isBinary: form?.binary_data ?? null })),
    isBinary: parameters?.binary_data_output ?? false,
  });
}

function parseRequest(bytes: Uint8Array): Outcome<InferRequestJson> {
  const parsed = parseJson(bytes);
  if (!parsed.ok) {
    const sentence = `The request ${parsed.failure.message}; where binary tensors follow the JSON, say its length in Inference-Header-Content-Length.`;
    return fail('malformed-request', sentence);
  }
  if (hasLongList(parsed.value)) {
    const sentence = `The request has more than ${MAX_TENSORS} tensors, or one of more than ${MAX_DIMENSIONS} dimensions: send fewer.`;
    return fail('malformed-request', sentence);
  }
  if (conforms(InferRequestSchema, parsed.value)) return succeed(parsed.value);
  return fail('malformed-request', describeProblem(parsed.value));
}

function describeProblem(json: unknown): string {
  const errors = Value.Errors(InferRequestSchema, json);
  const unavailable = errors.map(
    ({ instancePath }) => /(shared_memory_region|classification)$/.exec(instancePath)?.[1],
  );
  const parameter = unavailable.find((name) => name !== undefined);
  if (parameter !== undefined) {
    return `The parameter ${parameter} is not available: send tensors in the body and read them from the answer.`;
  }
  const [first] = errors;
  if (first === undefined) return 'The request is not as the protocol says.';
  const field = first.instancePath.slice(1).replaceAll('/', '.');
  return `The request has a wrong ${field === '' ? 'form' : field}: it ${ruleInWords(first) ?? first.message}.`;
}
