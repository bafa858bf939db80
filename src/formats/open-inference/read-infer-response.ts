import { type Static, Type } from 'typebox';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { conforms } from '../../domain/language/conforms.ts';
import type { Tensor, Tensors } from '../../domain/technology/tensor.ts';
import { hasLongList, MAX_DIMENSIONS, MAX_TENSORS } from './has-long-list.ts';
import { Text } from './name-schemas.ts';
import { noneOfProtocol } from './none-of-protocol.ts';
import { parseJson } from './parse-json.ts';
import { readTensor } from './read-tensor.ts';

const Nullable = Type.Optional(Type.Union([Text, Type.Null()]));

/** The JSON of an answer, as far as it is read. Servers write `null` where others leave out. */
const InferResponseSchema = Type.Object({
  id: Nullable,
  model_name: Nullable,
  model_version: Nullable,
  outputs: Type.Array(
    Type.Object({
      name: Text,
      datatype: Text,
      shape: Type.Array(Type.Integer({ minimum: 0, maximum: 0x7fff_ffff }), { maxItems: MAX_DIMENSIONS }),
      parameters: Type.Optional(
        Type.Union([
          Type.Object({ binary_data_size: Type.Optional(Type.Integer({ minimum: 0 })) }),
          // Others than objects hold no size, so their data must be in the JSON.
          Type.Null(),
        ]),
      ),
      // No schema for the items: of millions of numbers each is looked at once, where it is put into its tensor.
      data: Type.Optional(Type.Unsafe<readonly unknown[]>({ type: 'array' })),
    }),
    { maxItems: MAX_TENSORS },
  ),
});

/** An answer, every wanted tensor filled. What a server leaves out is null. */
export interface InferAnswer {
  readonly id: string | null;
  readonly modelName: string | null;
  readonly modelVersion: string | null;
  readonly outputs: Tensors;
}

/**
 * Reads an answer of the Open Inference Protocol, version 2, in either form; of its outputs only those in `wanted`, whose
 * datatypes alone must be readable. Each must be there once. Fails with `runtime-failed`.
 */
export function readInferResponse(
  body: Uint8Array<ArrayBuffer>,
  headerBytes: number | null,
  wanted: readonly string[],
): Outcome<InferAnswer> {
  const jsonBytes = headerBytes ?? body.length;
  if (jsonBytes > body.length) {
    return fail(
      'runtime-failed',
      `The answer has ${body.length} bytes, fewer than its JSON of ${jsonBytes} should have.`,
    );
  }
  const json = parseAnswer(body.subarray(0, jsonBytes));
  if (!json.ok) return json;
  const outputs = new Map<string, Tensor>();
  let at = jsonBytes;
  for (const output of json.value.outputs) {
    const binaryBytes = output.parameters?.binary_data_size;
    const binary = binaryBytes === undefined ? null : body.subarray(at, at + binaryBytes);
    at += binaryBytes ?? 0;
    if (!wanted.includes(output.name)) continue;
    if (outputs.has(output.name)) {
      return fail('runtime-failed', `The answer has the output "${output.name}" twice.`);
    }
    const tensor = readTensor('output', output, binary);
    if (!tensor.ok) return tensor;
    outputs.set(output.name, tensor.value);
  }
  if (at !== body.length) {
    const sentence = `The outputs announce ${at - jsonBytes} bytes of binary data, but ${body.length - jsonBytes} follow the JSON.`;
    return fail('runtime-failed', sentence);
  }
  const missing = wanted.find((name) => !outputs.has(name));
  if (missing !== undefined) return fail('runtime-failed', `The answer has no output "${missing}".`);
  const { id, model_name: modelName, model_version: modelVersion } = json.value;
  return succeed({
    id: id ?? null,
    modelName: modelName ?? null,
    modelVersion: modelVersion ?? null,
    outputs: Object.fromEntries(outputs),
  });
}

function parseAnswer(bytes: Uint8Array): Outcome<Static<typeof InferResponseSchema>> {
  const parsed = parseJson(bytes);
  if (!parsed.ok) return fail('runtime-failed', `The answer ${parsed.failure.message}; NaN and infinity need binary.`);
  if (hasLongList(parsed.value)) {
    const sentence = `The answer is none of the protocol: it has more than ${MAX_TENSORS} tensors, or one of more than ${MAX_DIMENSIONS} dimensions.`;
    return fail('runtime-failed', sentence);
  }
  if (conforms(InferResponseSchema, parsed.value)) return succeed(parsed.value);
  return fail('runtime-failed', noneOfProtocol('The answer', InferResponseSchema, parsed.value));
}
