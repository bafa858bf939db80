import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { fail } from '../../domain/failure.ts';
import { parseContainerNumber } from '../../domain/scan/container-number.ts';
import { appendAudit } from '../../records/access/audit.ts';
import type { Records } from '../../records/open-records.ts';
import { deleteScan } from '../../records/scans/write-scans.ts';
import { withInspections } from '../inspections/with-inspections.ts';
import { readPeriod } from '../period.ts';
import { NO_VERSION } from '../preconditions.ts';
import { refuse } from '../problems/errors.ts';
import { emptyResponse, jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
import { ScanDocumentSchema } from '../schemas/scan-document.ts';
import { ScanListQuerySchema, ScanListSchema } from '../schemas/scan-list.ts';

const NO_SUCH_SCAN = 'No scan with this id is on record: check the id, and that the key is of its port.';

/** Reads what is on record, one scan or a list of them, and deletes it. */
export const scanRecordRoutes: FastifyPluginAsyncTypebox<{ readonly records: Records }> = async (app, { records }) => {
  app.get(
    '/v1/scans',
    {
      config: { scope: 'scan:read', documentedQuery: Type.Partial(ScanListQuerySchema) },
      schema: {
        operationId: 'listScans',
        summary: 'List scans',
        description: 'The newest first, page by page: follow nextCursor until it is null.',
        tags: ['scans'],
        querystring: ScanListQuerySchema,
        response: {
          200: jsonResponse('A page of scan documents.', ScanListSchema),
          ...problemResponses({
            'malformed-request': 'The query parameter limit must be at most 200.',
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const { cursor, limit, decision, technology, containerNumber } = request.query;
      const period = readPeriod(request.query);
      if (!period.ok) return refuse(reply, period.failure);
      const number = containerNumber === undefined ? null : parseContainerNumber(containerNumber);
      if (number?.ok === false) return refuse(reply, fail('malformed-request', number.failure.message).failure);
      const page = await records.scans.list({
        port: request.requester.port,
        limit,
        ...(cursor !== undefined && { after: cursor.toLowerCase() }),
        ...(decision !== undefined && { decision }),
        ...(technology !== undefined && { technology }),
        ...(number !== null && { containerNumber: number.value }),
        ...period.value,
      });
      if (!page.ok) return refuse(reply, page.failure);
      const { items, next } = page.value;
      const documents = await withInspections(records, items);
      if (!documents.ok) return refuse(reply, documents.failure);
      const json = `{"items":[${documents.value.join(',')}],"nextCursor":${JSON.stringify(next)}}`;
      return reply.type('application/json').send(json);
    },
  );

  app.get(
    '/v1/scans/:id',
    {
      config: { scope: 'scan:read' },
      schema: {
        operationId: 'readScan',
        summary: 'Read a scan',
        description: 'The scan document as it was answered, its pictures as addresses, with what officers found since.',
        tags: ['scans'],
        params: Type.Object({ id: Type.String({ description: 'UUIDv7' }) }),
        response: {
          200: jsonResponse('The scan document.', ScanDocumentSchema),
          ...problemResponses({ 'unknown-scan': NO_SUCH_SCAN, ...RECORDS_UNAVAILABLE }),
        },
      },
    },
    async (request, reply) => {
      const found = await records.scans.find(request.params.id.toLowerCase(), request.requester.port);
      if (!found.ok) return refuse(reply, found.failure);
      if (found.value === null) return refuse(reply, fail('unknown-scan', NO_SUCH_SCAN).failure);
      const documents = await withInspections(records, [found.value]);
      if (!documents.ok) return refuse(reply, documents.failure);
      return reply.type('application/json').send(documents.value.join());
    },
  );

  app.delete(
    '/v1/scans/:id',
    {
      config: { scope: 'admin' },
      schema: {
        operationId: 'deleteScan',
        summary: 'Delete a scan',
        description:
          'The scan, its screenings and all else that names it are gone when this is answered; the files of its ' +
          'pictures follow within hours, unless another scan has the same. There is no way back.',
        tags: ['scans'],
        params: Type.Object({ id: Type.String({ description: 'UUIDv7' }) }),
        response: {
          204: emptyResponse('The scan is deleted.'),
          ...problemResponses({
            'unknown-scan': NO_SUCH_SCAN,
            'precondition-failed': NO_VERSION.message,
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const id = request.params.id.toLowerCase();
      const { keyId, port } = request.requester;
      const deleted = await records.commit.write(async (transaction) => {
        const isDeleted = await deleteScan(transaction, id, port);
        const change = { at: Date.now(), actor: keyId, action: 'scan.delete', subject: id, details: {} };
        if (isDeleted) await appendAudit(transaction, change);
        return isDeleted;
      });
      if (!deleted.ok) return refuse(reply, deleted.failure);
      if (!deleted.value) return refuse(reply, fail('unknown-scan', NO_SUCH_SCAN).failure);
      return reply.code(204).send();
    },
  );
};
