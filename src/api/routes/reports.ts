import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import type { Technology } from '../../domain/technology/technology.ts';
import { unknownTechnology } from '../../domain/technology/unknown-technology.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { NO_VERSION } from '../preconditions.ts';
import { refuse } from '../problems/errors.ts';
import { mayOpenGalleries, NO_GALLERY } from '../reports/gallery-access.ts';
import { reportJson } from '../reports/report-document.ts';
import { completeOrder } from '../reports/report-orders.ts';
import type { ReportRunner } from '../reports/report-runner.ts';
import type { Reports } from '../reports/reports.ts';
import {
  NO_SUCH_REPORT,
  ReportDocumentSchema,
  ReportIdParams,
  ReportListQuerySchema,
  ReportListSchema,
  ReportOrderSchema,
  reportOrderDescription,
} from '../schemas/report.ts';
import { emptyResponse, jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
import { takeJsonBodies } from '../upload/json-bodies.ts';
import { bodyTooLarge, MAX_JSON_BYTES } from '../upload/read-small-body.ts';

export interface ReportRoutesOptions {
  readonly records: Records;
  readonly screener: Screener;
  readonly runner: ReportRunner;
  readonly reports: Reports;
}

/** Comparisons of technologies that the service makes beside its work, one at a time, and those that it made. */
export const reportRoutes: FastifyPluginAsyncTypebox<ReportRoutesOptions> = async (app, options) => {
  const { records, screener, runner, reports } = options;
  takeJsonBodies(app);

  app.post(
    '/v1/reports',
    {
      config: { scope: 'report', documentedBody: reportOrderDescription(runner.planSchema) },
      schema: {
        operationId: 'orderReport',
        summary: 'Compare technologies',
        description:
          'Carries out a plan of scanbench bench in a process of its own, at the lowest priority of this machine: live scans go first. ' +
          'One report is made at a time, the others wait. Speeds are those of a machine that also serves: the report says how busy it was.',
        tags: ['reports'],
        body: ReportOrderSchema,
        response: {
          202: jsonResponse('It is in the queue, also after a restart.', ReportDocumentSchema, {
            headers: { Location: { type: 'string', description: 'The address of the report.' } },
          }),
          ...problemResponses({
            'malformed-request': 'There is no sample set "rotterdam". There are: smoke.',
            'body-too-large': bodyTooLarge(MAX_JSON_BYTES).failure.message,
            'unknown-technology': 'The technology "tip-unit" is not known. Known are: tip-unet@onnx-cpu.',
            ...RECORDS_UNAVAILABLE,
            forbidden: NO_GALLERY,
            'rate-limited': '20 reports wait already: come again later, or remove some.',
          }),
        },
      },
    },
    async (request, reply) => {
      const order = completeOrder(request.body);
      if (order.gallery && !mayOpenGalleries(request.requester))
        return refuse(reply, fail('forbidden', NO_GALLERY).failure);
      const plan = await runner.prepare(order);
      if (!plan.ok) return refuse(reply, plan.failure);
      const known = checkKnown(plan.value.technologies ?? [], screener.technologies());
      if (!known.ok) return refuse(reply, known.failure);
      const added = await reports.add(order, plan.value, request.requester);
      if (!added.ok) return refuse(reply, added.failure);
      const found = await records.reports.find(added.value, null);
      if (!found.ok) return refuse(reply, found.failure);
      if (found.value === null) return refuse(reply, fail('not-found', 'It was removed again at once.').failure);
      reply.code(202).header('location', `/v1/reports/${added.value}`).type('application/json');
      return reply.send(reportJson(found.value, null));
    },
  );

  app.get(
    '/v1/reports',
    {
      config: { scope: 'report', documentedQuery: Type.Partial(ReportListQuerySchema) },
      schema: {
        operationId: 'listReports',
        summary: 'List reports',
        description: 'The newest first, page by page: follow nextCursor until it is null.',
        tags: ['reports'],
        querystring: ReportListQuerySchema,
        response: {
          200: jsonResponse('A page of reports.', ReportListSchema),
          ...problemResponses({
            'malformed-request': 'The query parameter limit must be at most 200.',
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query;
      const page = await records.reports.list({
        port: request.requester.port,
        limit,
        ...(cursor !== undefined && { after: cursor.toLowerCase() }),
      });
      if (!page.ok) return refuse(reply, page.failure);
      const { items, next } = page.value;
      const texts = items.map((report) => reportJson(report, reports.progressOf(report.id)));
      return reply.type('application/json').send(`{"items":[${texts.join(',')}],"nextCursor":${JSON.stringify(next)}}`);
    },
  );

  app.get(
    '/v1/reports/:id',
    {
      config: { scope: 'report' },
      schema: {
        operationId: 'readReport',
        summary: 'Read a report',
        description: 'Where it stands; once finished, what it came to in a few sentences.',
        tags: ['reports'],
        params: ReportIdParams,
        response: {
          200: jsonResponse('The report.', ReportDocumentSchema),
          ...problemResponses({ 'not-found': NO_SUCH_REPORT, ...RECORDS_UNAVAILABLE }),
        },
      },
    },
    async (request, reply) => {
      const found = await records.reports.find(request.params.id.toLowerCase(), request.requester.port);
      if (!found.ok) return refuse(reply, found.failure);
      if (found.value === null) return refuse(reply, fail('not-found', NO_SUCH_REPORT).failure);
      return reply.type('application/json').send(reportJson(found.value, reports.progressOf(found.value.id)));
    },
  );

  app.delete(
    '/v1/reports/:id',
    {
      config: { scope: 'report' },
      schema: {
        operationId: 'removeReport',
        summary: 'Remove a report',
        description: 'With its files. One that is being made is ended, one that waits leaves the queue.',
        tags: ['reports'],
        params: ReportIdParams,
        response: {
          204: emptyResponse('It is gone.'),
          ...problemResponses({
            'not-found': NO_SUCH_REPORT,
            'precondition-failed': NO_VERSION.message,
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const removed = await reports.remove(request.params.id.toLowerCase(), request.requester);
      if (!removed.ok) return refuse(reply, removed.failure);
      if (!removed.value) return refuse(reply, fail('not-found', NO_SUCH_REPORT).failure);
      return reply.code(204).send();
    },
  );
};

/** Whether each name is that of a technology or its model; whether it can screen then, the run itself finds out. */
function checkKnown(names: readonly string[], technologies: readonly Technology[]): Outcome<null> {
  const unknown = names.find((name) => !technologies.some(({ id, model }) => id === name || model.id === name));
  return unknown === undefined ? succeed(null) : unknownTechnology(unknown, technologies);
}
