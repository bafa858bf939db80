import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Static, Type } from 'typebox';
import { fail } from '../../domain/failure.ts';
import { importInspections } from '../inspections/import-inspections.ts';
import type { RowProblem } from '../inspections/listed-inspection.ts';
import { refuse } from '../problems/errors.ts';
import { createTurns } from '../scans/turns.ts';
import { ImportQuerySchema, ImportReportSchema, InspectionListBody } from '../schemas/inspection-list.ts';
import { jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';
import { bodyTooLarge } from '../upload/read-small-body.ts';
import { readText } from '../upload/read-text.ts';
import { mediaTypeOf } from '../upload/upload.ts';
import type { InspectionRoutesOptions } from './inspections.ts';

/** A hundred thousand rows and more. */
const MAX_LIST_BYTES = 16_777_216;
const LIST_CURE = 'send the list in several parts';
const SHOWN_PROBLEMS = 5;

/** What officers found, as a list of containers. */
export const inspectionListRoutes: FastifyPluginAsyncTypebox<InspectionRoutesOptions> = async (app, options) => {
  const { records, metrics } = options;
  // A long list takes a hundred megabytes while it is worked at: one at a time, whoever sends them.
  const turns = createTurns();
  app.removeAllContentTypeParsers();
  // The body stays in its socket: its type is looked at first, by the handler.
  app.addContentTypeParser('*', (_request, _body, done) => done(null));

  app.post(
    '/v1/inspections',
    {
      config: {
        scope: 'inspection:write',
        documentedBody: InspectionListBody,
        documentedQuery: Type.Partial(ImportQuerySchema),
      },
      schema: {
        operationId: 'importInspections',
        summary: 'Import a list of inspections',
        description:
          'A CSV file with the columns containerNumber, inspectedAt, outcome, selectedBy and, if you like, category. Each row is ' +
          'of the last scan of its container before it was inspected. All rows are put on record, or none.',
        tags: ['inspections'],
        querystring: ImportQuerySchema,
        response: {
          200: jsonResponse('What became of the rows.', ImportReportSchema),
          ...problemResponses({
            'malformed-request': 'The body is no text in UTF-8: save it in that encoding.',
            'body-too-large': bodyTooLarge(MAX_LIST_BYTES, LIST_CURE).failure.message,
            'unsupported-media-type': 'A list of inspections is sent as text/csv.',
            'invalid-inspection': refusalSentence([
              {
                line: 4,
                reason: 'no scan of CSQU3054383 is on record from the 7 days before 2026-03-01T23:59:59.999Z',
              },
            ]),
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      if (mediaTypeOf(request.headers['content-type'] ?? '') !== 'text/csv') {
        return refuse(reply, fail('unsupported-media-type', 'A list of inspections is sent as text/csv.').failure);
      }
      const text = await readText(request.raw, MAX_LIST_BYTES, LIST_CURE);
      if (!text.ok) return refuse(reply, text.failure);
      const imported = await turns.take('list', () =>
        importInspections(records, text.value, request.requester, optionsOf(request.query)),
      );
      if (!imported.ok) return refuse(reply, imported.failure);
      const { report, judged } = imported.value;
      if (report.state === 'refused') {
        return refuse(reply, fail('invalid-inspection', refusalSentence(report.problems)).failure);
      }
      metrics.countInspections(judged);
      return reply.send(report);
    },
  );
};

function optionsOf({ days, utcOffset, skipUnmatched, dryRun }: Static<typeof ImportQuerySchema>) {
  return { days, utcOffset, skipUnmatched: skipUnmatched === 'true', dryRun: dryRun === 'true' };
}

function refusalSentence(problems: readonly RowProblem[]): string {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map(({ line, reason }) => `line ${line}: ${reason}`);
  const more = problems.length > SHOWN_PROBLEMS ? `; and ${problems.length - SHOWN_PROBLEMS} more` : '';
  return `Nothing was recorded. ${shown.join('; ')}${more}. Correct the list; dryRun=true shows all, skipUnmatched=true leaves out rows without a scan.`;
}
