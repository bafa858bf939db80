import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { hasLongList, MAX_DIMENSIONS, MAX_TENSORS } from './has-long-list.ts';
import { Name, Text } from './name-schemas.ts';
import { noneOfProtocol } from './none-of-protocol.ts';
import { parseJson } from './parse-json.ts';

const ServerMetadataSchema = Type.Object({
  name: Text,
  version: Text,
  extensions: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
});

const TensorMetadata = Type.Object({
  name: Name,
  datatype: Name,
  shape: Type.Array(Type.Integer({ minimum: -1 }), { maxItems: MAX_DIMENSIONS }),
});

const ModelMetadataSchema = Type.Object({
  name: Type.String(),
  versions: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  platform: Type.Optional(Type.Union([Text, Type.Null()])),
  inputs: Type.Array(TensorMetadata, { minItems: 1, maxItems: MAX_TENSORS }),
  outputs: Type.Array(TensorMetadata, { minItems: 1, maxItems: MAX_TENSORS }),
});

export type TensorMetadata = Static<typeof TensorMetadata>;

/** What a server says of itself. */
export interface ServerMetadata {
  readonly name: string;
  readonly version: string;
  readonly extensions: readonly string[];
}

/** What a server says of one of its models. */
export interface ModelMetadata {
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

/** Reads the answer to `GET /v2`. Fails with `runtime-failed`. */
export function readServerMetadata(body: Uint8Array): Outcome<ServerMetadata> {
  const read = readAs(ServerMetadataSchema, 'The metadata of the server', body);
  if (!read.ok) return read;
  const { name, version, extensions } = read.value;
  return succeed({ name, version, extensions: extensions ?? [] });
}

/** Reads the answer to `GET /v2/models/{model}`, fields of other versions of the protocol passed over. */
export function readModelMetadata(body: Uint8Array): Outcome<ModelMetadata> {
  const read = readAs(ModelMetadataSchema, 'The metadata of the model', body);
  if (!read.ok) return read;
  const { versions, platform, inputs, outputs } = read.value;
  return succeed({
    versions: versions ?? [],
    platform: platform ?? '',
    inputs: inputs.map(bare),
    outputs: outputs.map(bare),
  });
}

function bare({ name, datatype, shape }: TensorMetadata): TensorMetadata {
  return { name, datatype, shape };
}

function readAs<Schema extends TSchema>(schema: Schema, what: string, body: Uint8Array): Outcome<Static<Schema>> {
  const parsed = parseJson(body);
  if (!parsed.ok) return fail('runtime-failed', `${what} ${parsed.failure.message}.`);
  if (hasLongList(parsed.value)) {
    const sentence = `${what} has more than ${MAX_TENSORS} tensors, or one of more than ${MAX_DIMENSIONS} dimensions.`;
    return fail('runtime-failed', sentence);
  }
  if (Value.Check(schema, parsed.value)) return succeed(parsed.value);
  return fail('runtime-failed', noneOfProtocol(what, schema, parsed.value));
}
