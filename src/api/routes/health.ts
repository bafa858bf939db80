import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Records } from '../../records/open-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { refuse } from '../problems/errors.ts';
import { whyNotReady } from '../scans/why-not-ready.ts';
import { jsonResponse, NOT_READY, problemResponses } from '../schemas/responses.ts';

const StatusSchema = Type.Object({ status: Type.Enum(['live', 'ready']) });

export interface HealthRoutesOptions {
  readonly screener: Screener;
  readonly records: Pick<Records, 'ping'>;
}

/** `/livez`: the process answers. `/readyz`: it can screen, and wants to. */
export const healthRoutes: FastifyPluginAsyncTypebox<HealthRoutesOptions> = async (app, options) => {
  const { screener, records } = options;
  app.get(
    '/livez',
    {
      config: { scope: 'anyone' },
      schema: {
        operationId: 'isAlive',
        summary: 'Is the process alive?',
        tags: ['operation'],
        response: { 200: jsonResponse('It answers.', StatusSchema) },
      },
    },
    async () => ({ status: 'live' as const }),
  );
  app.get(
    '/readyz',
    {
      config: { scope: 'anyone' },
      schema: {
        operationId: 'isReady',
        summary: 'Can it screen?',
        description:
          'Ready once the champion and every technology that loaded have screened once. A technology that failed to ' +
          'load is unavailable with its reason and holds nothing back.',
        tags: ['operation'],
        response: {
          200: jsonResponse('It screens.', StatusSchema),
          ...problemResponses(NOT_READY),
        },
      },
    },
    async (_request, reply) => {
      const failure = await whyNotReady(screener, records);
      return failure === null ? reply.send({ status: 'ready' }) : refuse(reply, failure);
    },
  );
};
