import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Config } from '../../config/config.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { installedVersion } from '../../installation.ts';
import type { Screener } from '../../workers/screener.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { modelConfig, modelMetadata } from '../open-inference/describe-model.ts';
import type { ServedModels } from '../open-inference/served-models.ts';
import { refuse } from '../problems/errors.ts';
import { withinDeadline } from '../scans/deadline.ts';
import { grantWait } from '../scans/prefer-wait.ts';
import { inferenceTiming } from '../scans/server-timing.ts';
import { whyNotReady } from '../scans/why-not-ready.ts';
import {
  INFER_RESPONSE,
  InferBody,
  ModelConfigSchema,
  ModelMetadataSchema,
  ServerMetadataSchema,
} from '../schemas/open-inference.ts';
import { errorResponses, jsonResponse } from '../schemas/responses.ts';
import { admitScan } from '../upload/admission.ts';
import { readBody, scanTooLarge } from '../upload/read-body.ts';

export interface OpenInferenceOptions {
  readonly config: Config;
  readonly screener: Screener;
  readonly metrics: Metrics;
  readonly models: ServedModels;
}

const EXTENSIONS = ['binary_tensor_data', 'model_repository', 'model_configuration'];
const HEADER_LENGTH = 'inference-header-content-length';

const ModelParams = Type.Object({ model: Type.String() });
const ModelVersionParams = Type.Object({ model: Type.String(), version: Type.String() });
interface ModelParams {
  readonly model: string;
  readonly version?: string;
}

const UNKNOWN_MODEL = { 'unknown-model': 'No model is called "none". There are: local-contrast, pattern-break.' };
const STARTING = { overloaded: 'The model local-contrast cannot infer now: It is still being loaded and warmed up.' };

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
    description: 'The tensors of its own graph. Free heights and widths must be multiples of what its manifest says.',
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
  const { config, screener, metrics, models } = options;
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
          ...errorResponses({
            'runtime-failed': 'The service cannot screen, and will not before it is mended and restarted.',
            overloaded: 'The service is starting: the champion and every technology that loads must screen once.',
            draining: 'The service is stopping: send the scan to another instance, or again later.',
          }),
        },
      },
    },
    (_request, reply) => {
      const failure = whyNotReady(screener);
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
          const { model, version }: ModelParams = params;
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
            ...errorResponses({ ...UNKNOWN_MODEL, ...STARTING }),
          },
        },
      },
      ({ params }, reply) => {
        const { model, version }: ModelParams = params;
        const found = models.find(model, version);
        return found.ok ? reply.send({ name: found.value.name, ready: true }) : refuse(reply, found.failure);
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
              'unsupported-media-type': 'The content encoding gzip is not read: send the body as it is.',
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

async function runModel(
  request: FastifyRequest,
  reply: FastifyReply,
  { model, version }: ModelParams,
  { config, screener, metrics, models }: OpenInferenceOptions,
): Promise<FastifyReply> {
  const { admission, headers } = request;
  if (admission === null) throw new Error('A request for inference reached its handler without a permit.');
  const found = models.find(model, version);
  if (!found.ok) return refuse(reply, found.failure);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    const message = `The content encoding ${encoding} is not read: send the body as it is.`;
    return refuse(reply, { code: 'unsupported-media-type', message });
  }
  const headerBytes = headerBytesIn(headers[HEADER_LENGTH]);
  if (!headerBytes.ok) return refuse(reply, headerBytes.failure);

  const body = await readBody(request.raw, config.maxScanBytes, admission.upload);
  if (!body.ok) return refuse(reply, body.failure);
  const wholeAt = performance.now();
  const technology = found.value.technology.id;
  const deadlineMs = grantWait(reply, headers['prefer'], config.deadlineMs);
  const job = { technology, body: body.value, headerBytes: headerBytes.value };
  const inferred = await withinDeadline(
    admission.whileScreening((signal) =>
      screener.infer(job, { deadlineAt: wholeAt + deadlineMs, signal, priority: 'live' }),
    ),
    deadlineMs,
  );
  if (!inferred.ok) {
    if (!admission.departure.aborted) metrics.countFailedInference(technology, inferred.failure);
    return refuse(reply, inferred.failure);
  }

  const answerMs = performance.now() - wholeAt;
  const { result, queueMs } = inferred.value;
  metrics.countInference(technology, result.timings, queueMs, answerMs);
  metrics.countRuns([{ technology, ...(result.batches && { batches: result.batches }) }]);
  reply.header('server-timing', inferenceTiming(result.timings, queueMs, answerMs));
  if (result.headerBytes !== null) reply.header(HEADER_LENGTH, String(result.headerBytes));
  return reply
    .type(result.headerBytes === null ? 'application/json' : 'application/octet-stream')
    .send(Buffer.from(result.body.buffer, result.body.byteOffset, result.body.byteLength));
}

/** The length of the JSON before the binary tensors; null where there is no such header, and all is JSON. */
function headerBytesIn(header: string | readonly string[] | undefined): Outcome<number | null> {
  if (header === undefined) return succeed(null);
  if (typeof header === 'string' && /^\d{1,12}$/.test(header)) return succeed(Number(header));
  return fail(
    'malformed-request',
    'Inference-Header-Content-Length is no number of bytes; send the length of the JSON.',
  );
}
