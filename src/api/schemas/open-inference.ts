import { Type } from 'typebox';

const TensorMetadata = Type.Object({
  name: Type.String(),
  datatype: Type.String({ description: 'FP32, UINT8 or UINT16.' }),
  shape: Type.Array(Type.Integer(), { description: '−1 where a size is free.' }),
});

export const ServerMetadataSchema = Type.Object({
  name: Type.String(),
  version: Type.String(),
  extensions: Type.Array(Type.String()),
});

export const ModelMetadataSchema = Type.Object(
  {
    name: Type.String({ examples: ['local-contrast'] }),
    versions: Type.Array(Type.String()),
    platform: Type.String(),
    inputs: Type.Array(TensorMetadata),
    outputs: Type.Array(TensorMetadata),
  },
  { title: 'ModelMetadata' },
);

export const ModelConfigSchema = Type.Object({
  name: Type.String(),
  platform: Type.String(),
  backend: Type.String(),
  max_batch_size: Type.Integer(),
});

export const RepositoryIndexSchema = Type.Array(
  Type.Object({
    name: Type.String(),
    version: Type.String(),
    state: Type.Enum(['READY', 'LOADING', 'UNAVAILABLE']),
    reason: Type.String({ description: 'Why it is not ready; empty where it is.' }),
  }),
);

const Parameters = Type.Record(Type.String(), Type.Unknown());

const RequestTensor = Type.Object({
  name: Type.String(),
  datatype: Type.Enum(['FP32', 'UINT8', 'UINT16']),
  shape: Type.Array(Type.Integer({ minimum: 0 })),
  parameters: Type.Optional(Type.Object({ binary_data_size: Type.Optional(Type.Integer()) })),
  data: Type.Optional(Type.Array(Type.Unknown(), { description: 'Numbers, flat or nested as the shape is.' })),
});

const InferRequestSchema = Type.Object(
  {
    id: Type.Optional(Type.String()),
    parameters: Type.Optional(Type.Object({ binary_data_output: Type.Optional(Type.Boolean()) })),
    inputs: Type.Array(RequestTensor),
    outputs: Type.Optional(
      Type.Array(
        Type.Object({
          name: Type.String(),
          parameters: Type.Optional(Type.Object({ binary_data: Type.Optional(Type.Boolean()) })),
        }),
      ),
    ),
  },
  {
    title: 'InferRequest',
    examples: [
      { inputs: [{ name: 'attenuation', datatype: 'FP32', shape: [1, 1, 32, 32], data: Array(1024).fill(0.5) }] },
    ],
  },
);

const Binary = Type.String({
  format: 'binary',
  description: 'The JSON, as long as Inference-Header-Content-Length says, then the binary tensors.',
});

/** The body of an inference, for OpenAPI only: a thread reads it, millions of numbers are not checked on the way. */
export const InferBody = {
  required: true,
  content: {
    'application/json': { schema: InferRequestSchema },
    'application/octet-stream': { schema: Binary },
  },
};

/** The answer to an inference, for OpenAPI. */
export const INFER_RESPONSE: object = {
  description: 'The outputs that were asked for.',
  headers: {
    'Inference-Header-Content-Length': { type: 'integer', description: 'The length of the JSON where binary follows.' },
    'Server-Timing': { type: 'string', description: 'How long each stage took, in milliseconds.' },
  },
  content: {
    'application/json': {
      schema: Type.Object(
        {
          id: Type.Optional(Type.String()),
          model_name: Type.String(),
          model_version: Type.String(),
          outputs: Type.Array(RequestTensor),
        },
        { title: 'InferResponse' },
      ),
    },
    'application/octet-stream': { schema: Binary },
  },
};

export const LoadBody = {
  required: false,
  content: { 'application/json': { schema: Type.Object({ parameters: Type.Optional(Parameters) }) } },
};
