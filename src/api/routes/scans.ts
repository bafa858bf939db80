import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MEDIA_TYPES } from '../../domain/scan/media-type.ts';
import { refuse } from '../problems/errors.ts';
import { type QueueingServices, queueScan } from '../queued-scans/queue-scan.ts';
import { RECORDS_ARE_SLOW, withinDeadline } from '../scans/deadline.ts';
import { findFirstAnswer, namedRequest, replay } from '../scans/first-answer.ts';
import { prefersAsync } from '../scans/prefer-async.ts';
import { grantWait } from '../scans/prefer-wait.ts';
import { receiveScan } from '../scans/receive-scan.ts';
import { refuseUnanswered } from '../scans/refuse-unanswered.ts';
import { portOf, withPort } from '../scans/requester.ts';
import { screenScan } from '../scans/screen-scan.ts';
import { createTurns } from '../scans/turns.ts';
import { jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
import { ScanBody } from '../schemas/scan-body.ts';
import { ScanDocumentSchema } from '../schemas/scan-document.ts';
import { QUEUED_EXAMPLE } from '../schemas/scan-example.ts';
import { ScanHeadersSchema, ScanQuerySchema } from '../schemas/scan-query.ts';
import { admitScan } from '../upload/admission.ts';
import { scanTooLarge } from '../upload/read-body.ts';
import { unsupportedMediaType } from '../upload/upload.ts';

const REPLAYED = { type: 'string', description: 'true, where this is the first answer once more.' };

/** `POST /v1/scans` screens a scan and keeps it: what it acknowledges is on record. */
export const scanRoutes: FastifyPluginAsyncTypebox<QueueingServices> = async (app, options) => {
  const { config, screener, metrics } = options;
  const turns = createTurns();

  // The body stays in its socket until the query was checked and a technology chosen: the handler reads it.
  app.addContentTypeParser([...MEDIA_TYPES, 'multipart/form-data'], (_request, _body, done) => done(null));

  app.post(
    '/v1/scans',
    {
      config: { scope: 'scan:write', documentedBody: ScanBody, documentedQuery: Type.Partial(ScanQuerySchema) },
      onRequest: admitScan(screener, config.maxScanBytes, metrics.countAbandoned),
      schema: {
        operationId: 'screenScan',
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
            headers: {
              Location: { type: 'string', description: "The scan document's address." },
              'Server-Timing': { type: 'string', description: 'How long each stage took, in milliseconds.' },
              'Preference-Applied': { type: 'string', description: 'wait=SECONDS, where Prefer asked for it.' },
              'Idempotency-Replayed': REPLAYED,
            },
          }),
          202: jsonResponse('The scan is on record and will be screened.', ScanDocumentSchema, {
            headers: {
              Location: {
                type: 'string',
                description: "The scan document's address: read it until its state has changed.",
              },
              'Preference-Applied': { type: 'string', description: 'respond-async.' },
              'Idempotency-Replayed': REPLAYED,
            },
            example: QUEUED_EXAMPLE,
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
            ...RECORDS_UNAVAILABLE,
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
      const { metadata, wholeAt } = received.value;
      const deadline = grantWait(reply, request.headers['prefer'], { wholeAt, defaultMs: config.deadlineMs });
      const scan = { ...received.value, metadata: withPort(metadata, port.value) };
      const passage = { request, reply, query: request.query, received: scan, port: port.value, deadline };
      const take = prefersAsync(request.headers['prefer']) ? queueScan : screenScan;
      const name = named.value;
      if (name === null) return take({ ...passage, named: null }, options);
      // A retry that comes while the first try is still on its way waits for it, as long as its own sender waits, and then
      // finds its answer.
      const answered = await turns.takeInTime(`${name.port} ${name.keySha256}`, deadline, async () => {
        const first = await withinDeadline(
          findFirstAnswer(options.records, name, request.query.maps),
          deadline,
          () => RECORDS_ARE_SLOW,
        );
        if (!first.ok) return refuseUnanswered(passage, first.failure, metrics);
        if (first.value === null) return take({ ...passage, named: name }, options);
        return replay(reply, first.value);
      });
      return answered.ok ? answered.value : refuse(reply, answered.failure);
    },
  );
};
