import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from '../../config.ts';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { NamedRequest } from '../../records/idempotency.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { admitScan } from '../admission.ts';
import { withinDeadline } from '../deadline.ts';
import { refuse } from '../errors.ts';
import { findFirstAnswer, namedRequest } from '../first-answer.ts';
import { keepScan } from '../keep-scan.ts';
import type { Metrics } from '../metrics.ts';
import { grantWait } from '../prefer-wait.ts';
import { scanTooLarge } from '../read-body.ts';
import { type Received, receiveScan } from '../receive-scan.ts';
import { portOf } from '../requester.ts';
import { type AnsweredScan, scanDocument, withoutPictures } from '../scan-document.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import { ScanBody } from '../schemas/scan-body.ts';
import { ScanDocumentSchema } from '../schemas/scan-document.ts';
import { ScanHeadersSchema, type ScanQuery, ScanQuerySchema } from '../schemas/scan-query.ts';
import { screeningFacts } from '../screening-facts.ts';
import { serverTiming } from '../server-timing.ts';
import { createTurns } from '../turns.ts';
import { SCAN_MEDIA_TYPES, unsupportedMediaType } from '../upload.ts';

export interface ScanRoutesOptions {
  readonly config: Config;
  readonly screener: Screener;
  readonly metrics: Metrics;
  readonly records: Records;
}

/** `POST /v1/scans` screens a scan and keeps it: what it acknowledges is on record. */
export const scanRoutes: FastifyPluginAsyncTypebox<ScanRoutesOptions> = async (app, options) => {
  const { config, screener, metrics } = options;
  const turns = createTurns();

  // The body stays in its socket until the query was checked and a technology chosen: the handler reads it.
  app.addContentTypeParser([...SCAN_MEDIA_TYPES, 'multipart/form-data'], (_request, _body, done) => done(null));

  app.post(
    '/v1/scans',
    {
      config: { documentedBody: ScanBody, documentedQuery: Type.Partial(ScanQuerySchema) },
      onRequest: admitScan(screener, config.maxScanBytes, metrics.countAbandoned),
      schema: {
        summary: 'Screen a scan',
        description:
          'Post one picture as it is, or several views and energies as multipart/form-data, and read what each ' +
          'technology decides: alarm, clear or undecided, where, and how long each stage took. The scan is on record ' +
          'before it is answered.',
        tags: ['scans'],
        querystring: ScanQuerySchema,
        headers: ScanHeadersSchema,
        response: {
          201: jsonResponse('The scan was screened and is on record.', ScanDocumentSchema, {
            Location: { type: 'string', description: "The scan document's address." },
            'Server-Timing': { type: 'string', description: 'How long each stage took, in milliseconds.' },
            'Preference-Applied': { type: 'string', description: 'wait=SECONDS, where Prefer asked for it.' },
            'Idempotency-Replayed': { type: 'string', description: 'true, where this is the first answer once more.' },
          }),
          202: jsonResponse('The scan is on record and will be screened.', ScanDocumentSchema, {
            Location: {
              type: 'string',
              description: "The scan document's address: read it until its state has changed.",
            },
          }),
          ...problemResponses({
            'malformed-request': 'The query parameter maps must be one of none, inline, link.',
            forbidden: "The metadata name the port DEHAM, but the key is of another port: use that port's key.",
            'unknown-technology':
              'The technology "local-contrast" is not known. Known are: local-contrast@onnx-cpu, ' +
              'pattern-break@onnx-cpu; for several, repeat the parameter.',
            conflict:
              'This Idempotency-Key stands for another scan or other parameters: choose a new key for a new scan.',
            'scan-too-large': scanTooLarge(config.maxScanBytes).failure.message,
            'unsupported-media-type': unsupportedMediaType('', 'The media type "image/gif"').failure.message,
            'unreadable-scan': 'The file of the view side is empty. Send the bytes of the picture.',
            'invalid-metadata':
              'The metadata has a wrong containerNumber: The container number "CSQU3054384" has the check digit 4, ' +
              'but 3 is expected: read it again, a character is wrong.',
            'runtime-failed': 'The thread that worked on this request died and was replaced; send it again.',
            'records-unavailable':
              'The records cannot be read or written: the disk is full: free some space. Then send the request again.',
            overloaded: 'Every place for a scan is taken: send it again after the seconds in Retry-After.',
            draining: 'The service is stopping: send the scan to another instance, or again later.',
            'deadline-passed': 'There was no answer within 30000 ms. Allow more time, or add workers.',
          }),
        },
      },
    },
    async (request, reply) => {
      const received = await receiveScan(request, request.query.technology ?? [], options);
      if (!received.ok) return refuse(reply, received.failure);
      const port = portOf(request.requester, received.value.metadata);
      if (!port.ok) return refuse(reply, port.failure);
      const named = namedRequest(request.headers['idempotency-key'], port.value, request.query, received.value);
      if (!named.ok) return refuse(reply, named.failure);
      const passage = { request, reply, query: request.query, received: received.value, port: port.value };
      const name = named.value;
      if (name === null) return screenScan({ ...passage, named: null }, options);
      // A retry that comes while the first try is still on its way waits for it, and then finds its answer.
      return turns.take(`${name.port} ${name.keySha256}`, async () => {
        const first = await findFirstAnswer(options.records, name, request.query.maps);
        if (!first.ok) return refuse(reply, first.failure);
        if (first.value === null) return screenScan({ ...passage, named: name }, options);
        return reply
          .code(first.value.isQueued ? 202 : 201)
          .headers({ location: `/v1/scans/${first.value.scanId}`, 'idempotency-replayed': 'true' })
          .type('application/json')
          .send(first.value.json);
      });
    },
  );
};

/** A received scan on its way to the answer. */
interface Passage {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: ScanQuery;
  readonly received: Received;
  readonly port: string;
  readonly named: NamedRequest | null;
}

/** Screens, keeps, answers. What was not answered in time, or lost its sender, is not kept. */
async function screenScan(passage: Passage, options: ScanRoutesOptions): Promise<FastifyReply> {
  const { request, reply, received } = passage;
  const { config, metrics } = options;
  const { admission } = request;
  if (admission === null) throw new Error('A scan reached its handler without a permit.');
  const uploadMs = reply.elapsedTime - (performance.now() - received.wholeAt);
  const deadlineMs = grantWait(reply, request.headers['prefer'], config.deadlineMs);
  const deadlineAt = received.wholeAt + deadlineMs;
  const kept = await withinDeadline(
    admission.whileScreening((signal) => screenAndKeep(passage, options, { deadlineAt, signal })),
    deadlineMs,
  );
  if (!kept.ok) {
    // Work that was dropped because its sender left has not failed: it is counted as abandoned.
    if (!admission.departure.aborted) metrics.countFailedScreening(received.technologies, kept.failure);
    return refuse(reply, kept.failure);
  }
  const { document, storeMs } = kept.value;
  const answerMs = performance.now() - received.wholeAt;
  metrics.countScan({ document, answerMs, storeMs, requestId: request.id });
  return reply
    .code(201)
    .headers({
      location: `/v1/scans/${document.id}`,
      'server-timing': serverTiming(document.screenings, { uploadMs, storeMs, answerMs }),
    })
    .send(document);
}

async function screenAndKeep(
  { query, received, port, named }: Passage,
  { screener, records, config }: ScanRoutesOptions,
  limits: { readonly deadlineAt: number; readonly signal: AbortSignal },
): Promise<Outcome<{ readonly document: AnsweredScan; readonly storeMs: number }>> {
  const { files, technologies, metadata, receivedAt, wholeAt } = received;
  const maps = query.maps === 'none' ? 'none' : 'inline';
  const screened = await screener.screen(
    { files, technologies, maps, images: query.images },
    { ...limits, priority: 'live' },
  );
  if (!screened.ok) return screened;
  const screenedAt = performance.now();
  const { result, queueMs } = screened.value;
  const id = uuidv7();
  const answerMs = screenedAt - wholeAt;
  const document = scanDocument({ id, receivedAt, metadata, maps: query.maps, result, queueMs, answerMs });
  if (limits.signal.aborted) return fail('deadline-passed', 'The sender left before its scan was answered.');
  if (screenedAt >= limits.deadlineAt) return fail('deadline-passed', 'The scan was screened after its deadline.');

  const kept = await keepScan(records, {
    scan: { id, port, receivedAt, metadata },
    screened: withoutPictures(document),
    result,
    factsOf: screeningFacts(screener.technologies(), config.champion),
    named,
  });
  return kept.ok ? succeed({ document, storeMs: performance.now() - screenedAt }) : kept;
}
