import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Failure } from '../../domain/failure.ts';
import { installedVersion } from '../../installation.ts';
import { modelConfig, modelMetadata } from '../open-inference/describe-model.ts';
import { type ModelAddress, type OpenInferenceOptions, runModel } from '../open-inference/run-model.ts';
import { STOPPING_SENTENCE } from '../open-inference/served-models.ts';
import { refuse } from '../problems/errors.ts';
import { whyNotReady } from '../scans/why-not-ready.ts';
import {
  INFER_RESPONSE,
  InferBody,
  ModelConfigSchema,
  ModelMetadataSchema,
  ServerMetadataSchema,
} from '../schemas/open-inference.ts';
import { errorResponses, jsonResponse, NOT_READY } from '../schemas/responses.ts';
import { admitScan } from '../upload/admission.ts';
import { scanTooLarge } from '../upload/read-body.ts';

const EXTENSIONS = ['binary_tensor_data', 'model_repository', 'model_configuration'];

const ModelParams = Type.Object({ model: Type.String() });
const ModelVersionParams = Type.Object({ model: Type.String(), version: Type.String() });

const UNKNOWN_MODEL = { 'unknown-model': 'No model is called "none". There are: local-contrast, pattern-break.' };
const STARTING = { overloaded: 'The model local-contrast cannot infer now: It is still being loaded and warmed up.' };
const STOPPING: Failure = {
  code: 'draining',
  message: STOPPING_SENTENCE,
  retryAfterSeconds: 5,
};

/** A model, and the one version of it that there is; `of` begins the names of what can be asked there. */
const MODEL_ADDRESSES = [
  { address: '/v2/models/:model', of: 'model', params: ModelParams },
  { address: '/v2/models/:model/versions/:version', of: 'modelVersion', params: ModelVersionParams },
] as const;

/** A model is described twice: in the words of the protocol, and in those of Triton's tools. */
const DESCRIPTIONS = [
  {
    part: '',
    name: 'Metadata',
    summary: 'What a model takes and gives',
    description:
      'The tensors of its own graph. Free heights and widths must be multiples of what its manifest says, from its least on.',
    says: 'Its tensors.',
    schema: ModelMetadataSchema,
    write: modelMetadata,
  },
  {
    part: '/config',
    name: 'Config',
    summary: "A model's configuration",
    description: "The same in the words of Triton's tools.",
    says: 'Its configuration.',
    schema: ModelConfigSchema,
    write: modelConfig,
  },
];

/** `/v2`: the models alone, on their own tensors, by version 2 of the Open Inference Protocol. */
export const openInferenceRoutes: FastifyPluginAsyncTypebox<OpenInferenceOptions> = async (app, options) => {
  const { config, screener, metrics, models, records } = options;
  const tags = ['open inference'];

  // The body stays in its socket until the model was found; whatever its media type, the threads read it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));

  app.get(
    '/v2',
    {
      config: { scope: 'any key' },
      schema: {
        operationId: 'serverMetadata',
        summary: 'What this server is',
        tags,
        response: { 200: jsonResponse('Its name and extensions.', ServerMetadataSchema) },
      },
    },
    async () => ({ name: 'scanbench', version: installedVersion(), extensions: EXTENSIONS }),
  );
  app.get(
    '/v2/health/live',
    {
      config: { scope: 'anyone' },
      schema: {
        operationId: 'serverLive',
        summary: 'Is the server alive?',
        tags,
        response: { 200: jsonResponse('It answers.', Type.Object({ live: Type.Boolean() })) },
      },
    },
    async () => ({ live: true }),
  );
  app.get(
    '/v2/health/ready',
    {
      config: { scope: 'anyone' },
      schema: {
        operationId: 'serverReady',
        summary: 'Can it infer?',
        description: 'Ready exactly when /readyz is.',
        tags,
        response: {
          200: jsonResponse('It infers.', Type.Object({ ready: Type.Boolean() })),
          ...errorResponses(NOT_READY),
        },
      },
    },
    async (_request, reply) => {
      const failure = await whyNotReady(screener, records);
      return failure === null ? reply.send({ ready: true }) : refuse(reply, failure);
    },
  );

  for (const { address, of, params } of MODEL_ADDRESSES) {
    for (const { part, name, summary, description, says, schema, write } of DESCRIPTIONS) {
      app.get(
        `${address}${part}`,
        {
          config: { scope: 'any key' },
          schema: {
            operationId: `${of}${name}`,
            summary,
            description,
            tags,
            params,
            response: { 200: jsonResponse(says, schema), ...errorResponses({ ...UNKNOWN_MODEL, ...STARTING }) },
          },
        },
        ({ params }, reply) => {
          const { model, version }: ModelAddress = params;
          const described = models.describe(model, version);
          return described.ok ? reply.send(write(described.value)) : refuse(reply, described.failure);
        },
      );
    }
    app.get(
      `${address}/ready`,
      {
        config: { scope: 'any key' },
        schema: {
          operationId: `${of}Ready`,
          summary: 'Can a model infer?',
          tags,
          params,
          response: {
            200: jsonResponse('It infers.', Type.Object({ name: Type.String(), ready: Type.Boolean() })),
            ...errorResponses({ ...UNKNOWN_MODEL, ...STARTING, draining: STOPPING.message }),
          },
        },
      },
      ({ params }, reply) => {
        const { model, version }: ModelAddress = params;
        const found = models.find(model, version);
        if (!found.ok) return refuse(reply, found.failure);
        return screener.isStopping() ? refuse(reply, STOPPING) : reply.send({ name: found.value.name, ready: true });
      },
    );
    app.post(
      `${address}/infer`,
      {
        config: { scope: 'scan:write', documentedBody: InferBody },
        onRequest: admitScan(screener, config.maxScanBytes, metrics.countAbandoned),
        schema: {
          operationId: `${of}Infer`,
          summary: 'Run a model on your own tensors',
          description:
            'One run of the model alone, without a scan or a decision: see POST /v1/scans for these. Tensors come and go ' +
            'as JSON or binary. Admission, queue, deadline (Prefer: wait=SECONDS) and limits are those of scans.',
          tags,
          params,
          response: {
            200: INFER_RESPONSE,
            ...errorResponses({
              'malformed-request': 'The input "attenuation" has 4 bytes; [1, 1, 32, 32] of FP32 takes 4096.',
              ...UNKNOWN_MODEL,
              'scan-too-large': scanTooLarge(config.maxScanBytes).failure.message,
              'runtime-failed': 'The thread that worked on this request died and was replaced; send it again.',
              overloaded: 'Every place for a scan is taken: send it again after the seconds in Retry-After.',
              draining: 'The service is stopping: send the scan to another instance, or again later.',
              'deadline-passed': 'There was no answer within 30000 ms. Allow more time, or add workers.',
            }),
          },
        },
      },
      (request, reply) => runModel(request, reply, request.params, options),
    );
  }
};
