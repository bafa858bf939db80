import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { fail, type Outcome, succeed } from '../../domain/failure.ts';
import { parseDeclaredCargo } from '../../domain/scan/declared-cargo.ts';
import { parsePortCode } from '../../domain/scan/port-code.ts';
import type { Requester } from '../../domain/service/requester.ts';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { createCellComparison } from '../comparison/compare-cells.ts';
import { compareTechnologies } from '../comparison/compare-technologies.ts';
import type { ReadScoreSummary } from '../comparison/live-drift.ts';
import { readPeriod } from '../period.ts';
import { refuse } from '../problems/errors.ts';
import { ComparisonQuerySchema, ComparisonSchema } from '../schemas/comparison.ts';
import { jsonResponse, problemResponses, RECORDS_UNAVAILABLE } from '../schemas/responses.ts';

export interface ComparisonRouteOptions {
  readonly records: Records;
  readonly screener: Screener;
  readonly readScoreSummary: ReadScoreSummary;
}

/** `GET /v1/comparison`: two technologies on the same live scans, held against what officers found. */
export const comparisonRoute: FastifyPluginAsyncTypebox<ComparisonRouteOptions> = async (app, options) => {
  const { records, screener, readScoreSummary } = options;
  const { compareCells, end } = createCellComparison();
  app.addHook('onClose', end);
  app.get(
    '/v1/comparison',
    {
      config: { scope: 'report' },
      schema: {
        operationId: 'compareOnLiveScans',
        summary: 'Compare two technologies on live scans',
        description:
          'Pd and Pfa from inspections, uncorrected (biased, and marked so) and corrected for opening alarms more often than ' +
          'clears; agreement, McNemar’s test, latency, drift of scores. Over scans that both screened, as champion, ' +
          'challenger or because they were asked.',
        tags: ['inspections'],
        querystring: ComparisonQuerySchema,
        response: {
          200: jsonResponse('The comparison; read its warnings first.', ComparisonSchema),
          ...problemResponses({
            'malformed-request': 'The query parameter technology must have at least 2 values.',
            forbidden: 'The key is of the port NLRTM, so it sees no scans of DEHAM: leave out portCode.',
            'unknown-technology': 'No technology "none" is known, and none of this id has screened a scan.',
            ...RECORDS_UNAVAILABLE,
          }),
        },
      },
    },
    async (request, reply) => {
      const { technology, portCode, laneId, cargo, by } = request.query;
      const [first, second] = technology;
      if (first === undefined || second === undefined) throw new Error('A query passed its schema without its items.');
      const port = chosenPort(request.requester, portCode);
      if (!port.ok) return refuse(reply, port.failure);
      const declared = cargo === undefined ? null : parseDeclaredCargo(cargo);
      if (declared?.ok === false) return refuse(reply, declared.failure);
      const period = readPeriod(request.query);
      if (!period.ok) return refuse(reply, period.failure);
      const scans = {
        port: port.value,
        ...(laneId !== undefined && { laneId }),
        ...(declared !== null && { cargo: declared.value }),
        ...period.value,
      };
      const known = screener.technologies();
      const sources = { comparisons: records.comparisons, known, readScoreSummary, compareCells };
      const comparison = await compareTechnologies(sources, [first, second], scans, by ?? null);
      if (!comparison.ok) return refuse(reply, comparison.failure);
      const { latency } = comparison.value;
      for (const [id, screened] of [
        [first, latency.first],
        [second, latency.second],
      ] as const) {
        if (screened !== null || known.some((technology) => technology.id === id)) continue;
        const message = `No technology ${JSON.stringify(id.slice(0, 64))} is known, and none of this id has screened a scan.`;
        return refuse(reply, fail('unknown-technology', message).failure);
      }
      return reply.send(comparison.value);
    },
  );
};

/** The port whose scans are compared: the key's, else the one that is asked for, else all. */
function chosenPort({ port }: Pick<Requester, 'port'>, portCode: string | undefined): Outcome<string | null> {
  if (portCode === undefined) return succeed(port);
  const parsed = parsePortCode(portCode);
  if (!parsed.ok) return fail('malformed-request', parsed.failure.message);
  if (port === null || port === parsed.value) return parsed;
  return fail(
    'forbidden',
    `The key is of the port ${port}, so it sees no scans of ${parsed.value}: leave out portCode.`,
  );
}
