import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { fail } from '../../domain/failure.ts';
import type { Records } from '../../records/open-records.ts';
import { REPORT_FILES, type ReportFile } from '../../records/reports/report-files.ts';
import { refuse } from '../problems/errors.ts';
import { mayOpenGalleries, NO_GALLERY } from '../reports/gallery-access.ts';
import { readReportOrder } from '../reports/report-orders.ts';
import { NO_SUCH_REPORT, ReportIdParams } from '../schemas/report.ts';
import { fileResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';

const NOT_FINISHED = 'The report is running: its files are there once GET /v1/reports/{id} says that it is finished.';

const STYLE = /<style>([^<]*)<\/style>/;

const CLOSED_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Pages hold nothing but their style, which is let in by its hash, and pictures of their own; scripts never run. */
function pagePolicy(page: Uint8Array): string {
  const style = STYLE.exec(new TextDecoder().decode(page))?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  return `${CLOSED_POLICY}; style-src 'sha256-${hash}'; img-src data:`;
}

const FILES = {
  'report.html': {
    operationId: 'readReportPage',
    mediaType: 'text/html; charset=utf-8',
    says: 'The report as one page that loads and runs nothing',
  },
  'report.json': {
    operationId: 'readReportJson',
    mediaType: 'application/json; charset=utf-8',
    says: 'All of the report; bench/report.schema.json describes it',
  },
  'report.md': {
    operationId: 'readReportMarkdown',
    mediaType: 'text/markdown; charset=utf-8',
    says: 'The report as Markdown',
  },
  'speed.csv': {
    operationId: 'readReportSpeed',
    mediaType: 'text/csv; charset=utf-8',
    says: 'The time of a scan in each round, as a table',
  },
} as const satisfies Record<ReportFile, object>;

/** The files of finished reports, as `scanbench bench` writes them. */
export const reportFileRoutes: FastifyPluginAsyncTypebox<{ readonly records: Records }> = async (app, { records }) => {
  for (const file of REPORT_FILES) {
    const { mediaType, says, operationId } = FILES[file];
    app.get(
      `/v1/reports/:id/${file}`,
      {
        config: { scope: 'report' },
        schema: {
          operationId,
          summary: says,
          tags: ['reports'],
          params: ReportIdParams,
          response: {
            200: fileResponse(`${file} as scanbench bench writes it.`, mediaType.split(';', 1)[0] ?? ''),
            ...problemResponses({ 'not-found': NOT_FINISHED, ...RECORDS_UNAVAILABLE }),
          },
        },
      },
      async (request, reply) => {
        const found = await records.reports.find(request.params.id.toLowerCase(), request.requester.port);
        if (!found.ok) return refuse(reply, found.failure);
        if (found.value === null) return refuse(reply, fail('not-found', NO_SUCH_REPORT).failure);
        const { id, state } = found.value;
        const order = readReportOrder(found.value);
        if (!order.ok) return refuse(reply, order.failure);
        if (file === 'report.html' && order.value.gallery && !mayOpenGalleries(request.requester)) {
          return refuse(reply, fail('forbidden', NO_GALLERY).failure);
        }
        if (state !== 'finished')
          return refuse(reply, fail('not-found', NOT_FINISHED.replace('running', state)).failure);
        const bytes = await records.gate.attempt(() => records.reportFiles.read(id, file));
        if (!bytes.ok) return refuse(reply, bytes.failure);
        if (bytes.value === null)
          return refuse(reply, fail('not-found', `The file ${file} of this report is lost.`).failure);
        reply.headers({
          'content-type': mediaType,
          'content-security-policy': file === 'report.html' ? pagePolicy(bytes.value) : CLOSED_POLICY,
        });
        return reply.send(bytes.value);
      },
    );
  }
};
