import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { ReportRunner } from '../reports/report-runner.ts';
import { PlanListSchema, SampleSetListSchema } from '../schemas/report.ts';
import { jsonResponse } from '../schemas/responses.ts';

/** What a report can be asked for with, by name. */
export const reportChoiceRoutes: FastifyPluginAsyncTypebox<{ readonly runner: ReportRunner }> = async (
  app,
  { runner },
) => {
  app.get(
    '/v1/plans',
    {
      config: { scope: 'report' },
      schema: {
        operationId: 'listPlans',
        summary: 'List the plans',
        description: 'Those that come with the service; POST /v1/reports takes one by name, or the fields of another.',
        tags: ['reports'],
        response: { 200: jsonResponse('All plans.', PlanListSchema) },
      },
    },
    async () => ({ items: await runner.plans(), nextCursor: null }),
  );

  app.get(
    '/v1/sample-sets',
    {
      config: { scope: 'report' },
      schema: {
        operationId: 'listSampleSets',
        summary: 'List the sample sets',
        description: 'Those of the data folder and the shipped ones, by name; never a scan.',
        tags: ['reports'],
        response: { 200: jsonResponse('All sample sets.', SampleSetListSchema) },
      },
    },
    async () => ({ items: (await runner.sampleSets()).map((name) => ({ name })), nextCursor: null }),
  );
};
