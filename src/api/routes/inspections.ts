import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { fail } from '../../domain/failure.ts';
import type { RecordedInspection } from '../../records/inspections/inspections.ts';
import type { Records } from '../../records/open-records.ts';
import { fitsPassage } from '../inspections/fits-passage.ts';
import { inspectionVersion } from '../inspections/inspection-version.ts';
import { keepInspections } from '../inspections/keep-inspections.ts';
import type { Metrics } from '../metrics/metrics.ts';
import {
  answerToReading,
  ETAG_HEADER,
  OTHER_VERSION,
  PreconditionHeadersSchema,
  unmetPrecondition,
} from '../preconditions.ts';
import { refuse } from '../problems/errors.ts';
import { InspectionHistorySchema, InspectionSchema, parseInspection } from '../schemas/inspection.ts';
import { emptyResponse, jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
import { bodyTooLarge, MAX_JSON_BYTES, readSmallBody } from '../upload/read-small-body.ts';
import { takeJsonBody } from '../upload/take-json.ts';
import { mediaTypeOf } from '../upload/upload.ts';

export interface InspectionRoutesOptions {
  readonly records: Records;
  readonly metrics: Metrics;
}

const NO_SUCH_SCAN = 'No scan with this id is on record: check the id, and that the key is of its port.';
const OF_AN_INSPECTION = { subject: 'The inspection has', code: 'invalid-inspection' } as const;
const TAGGED = { headers: ETAG_HEADER };
const NO_INSPECTION = 'The scan has no inspection on record, or there is no such scan.';

/** What officers found in the container of one scan. */
export const inspectionRoutes: FastifyPluginAsyncTypebox<InspectionRoutesOptions> = async (app, options) => {
  const { records, metrics } = options;
  const tags = ['inspections'];
  const params = Type.Object({ id: Type.String({ description: 'UUIDv7' }) });
  app.removeAllContentTypeParsers();
  // The body stays in its socket: its type is looked at first, by the handler.
  app.addContentTypeParser('*', (_request, _body, done) => done(null));

  app.put(
    '/v1/scans/:id/inspection',
    {
      config: {
        scope: 'inspection:write',
        givesETag: true,
        documentedBody: { required: true, content: { 'application/json': { schema: InspectionSchema } } },
      },
      schema: {
        operationId: 'recordInspection',
        summary: 'Record an inspection',
        description:
          'What officers found when they opened the container: the truth that technologies are held against. Sent anew ' +
          'with other content it is corrected, and what was recorded before is kept as history. If-Match and ' +
          'If-None-Match keep it from correcting what its sender has not seen; what is on record as it is sent is ' +
          'answered 200 all the same.',
        tags,
        params,
        headers: PreconditionHeadersSchema,
        response: {
          200: jsonResponse('It was corrected, or was on record like this already.', InspectionHistorySchema, TAGGED),
          201: jsonResponse('It is on record.', InspectionHistorySchema, TAGGED),
          ...problemResponses({
            'malformed-request': 'The body is no JSON: send an object as described.',
            'unknown-scan': NO_SUCH_SCAN,
            'precondition-failed': OTHER_VERSION.message,
            'body-too-large': bodyTooLarge(MAX_JSON_BYTES).failure.message,
            'unsupported-media-type': 'An inspection is sent as application/json.',
            'invalid-inspection': 'The inspection has a wrong outcome: it is one of threat, benign.',
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      if (mediaTypeOf(request.headers['content-type'] ?? '') !== 'application/json') {
        return refuse(reply, fail('unsupported-media-type', 'An inspection is sent as application/json.').failure);
      }
      const body = await readSmallBody(request.raw, MAX_JSON_BYTES);
      if (!body.ok) return refuse(reply, body.failure);
      const value = takeJsonBody(body.value, OF_AN_INSPECTION);
      if (!value.ok) return refuse(reply, value.failure);
      const inspection = parseInspection(value.value);
      if (!inspection.ok) return refuse(reply, inspection.failure);
      const scanId = request.params.id.toLowerCase();
      const passage = await records.passages.find(scanId, request.requester.port);
      if (!passage.ok) return refuse(reply, passage.failure);
      if (passage.value === null) return refuse(reply, fail('unknown-scan', NO_SUCH_SCAN).failure);
      const fits = fitsPassage(inspection.value, passage.value);
      if (!fits.ok) return refuse(reply, fits.failure);
      const { headers } = request;
      const mayFollow = (version: number | null) =>
        unmetPrecondition(headers, version === null ? null : tagOf(version)) === null;
      const toRecord = { scanId, inspection: inspection.value, mayFollow };
      const kept = await keepInspections(records, [toRecord], request.requester);
      if (!kept.ok) return refuse(reply, kept.failure);
      const { changes, judged } = kept.value;
      if (changes[0] === 'overtaken') return refuse(reply, OTHER_VERSION);
      metrics.countInspections(judged);
      const versions = await records.inspections.versions(scanId, request.requester.port);
      if (!versions.ok) return refuse(reply, versions.failure);
      const [current, ...history] = versions.value;
      // Without a version the scan was deleted meanwhile, and its inspection with it.
      if (current === undefined) return refuse(reply, fail('unknown-scan', NO_SUCH_SCAN).failure);
      reply.header('etag', tagOf(current.version));
      return reply.code(changes[0] === 'recorded' ? 201 : 200).send(historyOf(current, history));
    },
  );

  app.get(
    '/v1/scans/:id/inspection',
    {
      config: { scope: 'scan:read' },
      schema: {
        operationId: 'readInspection',
        summary: 'Read an inspection',
        description: 'As it counts now, and what was recorded before it was corrected.',
        tags,
        params,
        headers: PreconditionHeadersSchema,
        response: {
          200: jsonResponse('The inspection with its history.', InspectionHistorySchema, TAGGED),
          304: emptyResponse('It is what If-None-Match names.'),
          ...problemResponses({
            'not-found': NO_INSPECTION,
            'precondition-failed': OTHER_VERSION.message,
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const versions = await records.inspections.versions(request.params.id.toLowerCase(), request.requester.port);
      if (!versions.ok) return refuse(reply, versions.failure);
      const [current, ...history] = versions.value;
      if (current === undefined) return refuse(reply, fail('not-found', NO_INSPECTION).failure);
      const tag = tagOf(current.version);
      reply.header('etag', tag);
      const answer = answerToReading(request.headers, tag);
      if (answer === 'other-version') return refuse(reply, OTHER_VERSION);
      if (answer === 'known') return reply.code(304).send();
      return reply.send(historyOf(current, history));
    },
  );
};

/** An inspection's version names it. */
function tagOf(version: number): string {
  return `"${version}"`;
}

function historyOf(current: RecordedInspection, history: readonly RecordedInspection[]) {
  return { ...inspectionVersion(current), history: history.map(inspectionVersion) };
}
