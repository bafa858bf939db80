import { type Static, Type } from 'typebox';
import { MAX_DIMENSIONS, MAX_TENSORS } from './has-long-list.ts';
import { Name, Text } from './name-schemas.ts';

/** Sequences, priorities and the like are no concern of models without a state: such parameters are passed over. */
const Parameters = Type.Record(Type.String(), Type.Unknown());

const InputSchema = Type.Object({
  name: Name,
  datatype: Type.String({ maxLength: 16 }),
  shape: Type.Array(Type.Integer({ minimum: 0, maximum: 0x7fff_ffff }), { maxItems: MAX_DIMENSIONS }),
  parameters: Type.Optional(
    Type.Object({
      binary_data_size: Type.Optional(Type.Integer({ minimum: 0 })),
      shared_memory_region: Type.Optional(Type.Never()),
    }),
  ),
  // No schema for the items: of millions of numbers each is looked at once, where it is put into its tensor.
  data: Type.Optional(Type.Unsafe<readonly unknown[]>({ type: 'array' })),
});

const OutputSchema = Type.Object({
  name: Name,
  parameters: Type.Optional(
    Type.Object({
      binary_data: Type.Optional(Type.Boolean()),
      classification: Type.Optional(Type.Never()),
      shared_memory_region: Type.Optional(Type.Never()),
    }),
  ),
});

/** The JSON of a request of the Open Inference Protocol. */
export const InferRequestSchema = Type.Object({
  id: Type.Optional(Text),
  parameters: Type.Optional(
    Type.Intersect([Parameters, Type.Object({ binary_data_output: Type.Optional(Type.Boolean()) })]),
  ),
  inputs: Type.Array(InputSchema, { minItems: 1, maxItems: MAX_TENSORS }),
  outputs: Type.Optional(Type.Array(OutputSchema, { maxItems: MAX_TENSORS })),
});
export type InferRequestJson = Static<typeof InferRequestSchema>;
