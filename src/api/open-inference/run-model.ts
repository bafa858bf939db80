import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { refuse } from '../problems/errors.ts';
import { withinDeadline } from '../scans/deadline.ts';
import { grantWait } from '../scans/prefer-wait.ts';
import { inferenceTiming } from '../scans/server-timing.ts';
import { readBody } from '../upload/read-body.ts';
import type { ServedModels } from './served-models.ts';

export interface OpenInferenceOptions {
  readonly config: Config;
  readonly screener: Screener;
  readonly metrics: Metrics;
  readonly models: ServedModels;
  readonly records: Pick<Records, 'ping'>;
}

/** Which model a request is for; without a version, the one that there is. */
export interface ModelAddress {
  readonly model: string;
  readonly version?: string;
}

const HEADER_LENGTH = 'inference-header-content-length';

/** Answers a request for one run of a model: admits it, reads its tensors once, and says how long each stage took. */
export async function runModel(
  request: FastifyRequest,
  reply: FastifyReply,
  { model, version }: ModelAddress,
  { config, screener, metrics, models }: OpenInferenceOptions,
): Promise<FastifyReply> {
  const { admission, headers } = request;
  if (admission === null) throw new Error('A request for inference reached its handler without a permit.');
  const found = models.find(model, version);
  if (!found.ok) return refuse(reply, found.failure);
  const headerBytes = headerBytesIn(headers[HEADER_LENGTH]);
  if (!headerBytes.ok) return refuse(reply, headerBytes.failure);

  const body = await readBody(request.raw, config.maxScanBytes, admission.upload);
  if (!body.ok) return refuse(reply, body.failure);
  const wholeAt = performance.now();
  const technology = found.value.technology.id;
  const deadline = grantWait(reply, headers['prefer'], { wholeAt, defaultMs: config.deadlineMs });
  const job = {
    technology,
    body: body.value,
    headerBytes: headerBytes.value,
    maxTensorBytes: config.maxScanBytes,
  };
  const inferred = await withinDeadline(
    admission.whileScreening((signal) => screener.infer(job, { deadlineAt: deadline.at, signal, priority: 'live' })),
    deadline,
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
