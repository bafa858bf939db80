import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import type { Config } from '../../config.ts';
import type { RecentScans } from '../../records/recent-scans.ts';
import type { Screener } from '../../workers/screener.ts';
import { admitScan } from '../admission.ts';
import { chooseTechnologies } from '../choose-technologies.ts';
import { withinDeadline } from '../deadline.ts';
import { refuse } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { grantWait } from '../prefer-wait.ts';
import { readBody, scanTooLarge } from '../read-body.ts';
import { scanDocument, withoutPictures } from '../scan-document.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import { ScanBody } from '../schemas/scan-body.ts';
import { ScanDocumentSchema } from '../schemas/scan-document.ts';
import { PreferHeaderSchema, type ScanQuery, ScanQuerySchema } from '../schemas/scan-query.ts';
import { serverTiming } from '../server-timing.ts';
import { readUpload, SCAN_MEDIA_TYPES, unsupportedMediaType } from '../upload.ts';
import { whyNotScreening } from '../why-not-screening.ts';

export interface ScanRoutesOptions {
  readonly config: Config;
  readonly screener: Screener;
  readonly metrics: Metrics;
  readonly recentScans: RecentScans;
}

/** `POST /v1/scans` screens a scan; `GET /v1/scans/{id}` gives back what was answered, without pictures. */
export const scanRoutes: FastifyPluginAsyncTypebox<ScanRoutesOptions> = async (app, options) => {
  const { config, screener, metrics, recentScans } = options;

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
          'technology decides: alarm, clear or undecided, where, and how long each stage took.',
        tags: ['scans'],
        querystring: ScanQuerySchema,
        headers: PreferHeaderSchema,
        response: {
          201: jsonResponse('The scan was screened.', ScanDocumentSchema, {
            Location: { type: 'string', description: "The scan document's address." },
            'Server-Timing': { type: 'string', description: 'How long each stage took, in milliseconds.' },
            'Preference-Applied': { type: 'string', description: 'wait=SECONDS, where Prefer asked for it.' },
          }),
          ...problemResponses({
            'malformed-request': 'The query parameter maps must be one of none, inline, link.',
            'unknown-technology':
              'The technology "local-contrast" is not known. Known are: local-contrast@onnx-cpu, ' +
              'pattern-break@onnx-cpu; for several, repeat the parameter.',
            'scan-too-large': scanTooLarge(config.maxScanBytes).failure.message,
            'unsupported-media-type': unsupportedMediaType('', 'The media type "image/gif"').failure.message,
            'unreadable-scan': 'The file of the view side is empty. Send the bytes of the picture.',
            'invalid-metadata':
              'The metadata has a wrong containerNumber: The container number "CSQU3054384" has the check digit 4, ' +
              'but 3 is expected: read it again, a character is wrong.',
            'runtime-failed': 'The thread that worked on this request died and was replaced; send it again.',
            overloaded: 'Every place for a scan is taken: send it again after the seconds in Retry-After.',
            draining: 'The service is stopping: send the scan to another instance, or again later.',
            'deadline-passed': 'There was no answer within 30000 ms. Allow more time, or add workers.',
          }),
        },
      },
    },
    (request, reply) => screenScan(request, reply, request.query, options),
  );

  app.get(
    '/v1/scans/:id',
    {
      schema: {
        summary: 'Read a recent scan',
        description: 'Answers from memory: the last scans since the start, without their pictures.',
        tags: ['scans'],
        params: Type.Object({ id: Type.String({ description: 'UUIDv7' }) }),
        response: {
          200: jsonResponse('The scan document.', ScanDocumentSchema),
          ...problemResponses({
            'unknown-scan': 'No scan with this id is kept. Only the last scans since the start of the service are.',
          }),
        },
      },
    },
    (request, reply) => {
      const json = recentScans.find(request.params.id);
      if (json !== null) return reply.type('application/json').send(json);
      return refuse(reply, {
        code: 'unknown-scan',
        message: 'No scan with this id is kept. Only the last scans since the start of the service are.',
      });
    },
  );
};

async function screenScan(
  request: FastifyRequest,
  reply: FastifyReply,
  query: ScanQuery,
  { config, screener, metrics, recentScans }: ScanRoutesOptions,
): Promise<FastifyReply> {
  const { admission, headers } = request;
  const { prefer } = headers;
  if (admission === null) throw new Error('A scan reached its handler without a permit.');
  const { maps, images } = query;
  if (maps === 'link') {
    const message = 'maps=link is not available: this version keeps no pictures to link to. Ask for maps=inline.';
    return refuse(reply, { code: 'malformed-request', message });
  }
  const contentType = headers['content-type'];
  const encoding = headers['content-encoding'] ?? 'identity';
  if (contentType === undefined || encoding !== 'identity') {
    const where = contentType === undefined ? 'A body without a content type' : `The content encoding ${encoding}`;
    return refuse(reply, unsupportedMediaType('', where).failure);
  }
  const technologies = chooseTechnologies(
    screener.technologies(),
    query.technology ?? [],
    config.champion,
    screener.state().workers.starting > 0 ? whyNotScreening(screener) : null,
  );
  if (!technologies.ok) return refuse(reply, technologies.failure);

  const body = await readBody(request.raw, config.maxScanBytes);
  if (!body.ok) return refuse(reply, body.failure);
  const receivedAt = new Date();
  const wholeAt = performance.now();
  const uploadMs = reply.elapsedTime;

  const upload = readUpload(contentType, body.value);
  if (!upload.ok) {
    metrics.countFailedScreening(technologies.value, upload.failure);
    return refuse(reply, upload.failure);
  }

  const deadlineMs = grantWait(reply, prefer, config.deadlineMs);
  const job = { files: upload.value.files, technologies: technologies.value, maps, images };
  const screened = await withinDeadline(
    admission.whileScreening((signal) => screener.screen(job, { deadlineAt: wholeAt + deadlineMs, signal })),
    deadlineMs,
  );
  if (!screened.ok) {
    // Work that was dropped because its sender left has not failed: it is counted as abandoned.
    if (!admission.departure.aborted) metrics.countFailedScreening(technologies.value, screened.failure);
    return refuse(reply, screened.failure);
  }

  const answerMs = performance.now() - wholeAt;
  const document = scanDocument({
    id: uuidv7(),
    receivedAt,
    metadata: upload.value.metadata,
    maps,
    result: screened.value.result,
    queueMs: screened.value.queueMs,
    answerMs,
  });
  recentScans.keep(withoutPictures(document));
  metrics.countScan({ document, answerMs, requestId: request.id });
  return reply
    .code(201)
    .headers({
      location: `/v1/scans/${document.id}`,
      'server-timing': serverTiming(document.screenings, uploadMs, answerMs),
    })
    .send(document);
}
