import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Screener } from '../../workers/screener.ts';
import { refuse } from '../errors.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import { whyNotReady } from '../why-not-ready.ts';

const StatusSchema = Type.Object({ status: Type.Enum(['live', 'ready']) });

/** `/livez`: the process answers. `/readyz`: it can screen, and wants to. */
export const healthRoutes: FastifyPluginAsyncTypebox<{ readonly screener: Screener }> = async (app, options) => {
  const { screener } = options;
  app.get(
    '/livez',
    {
      schema: {
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
      schema: {
        summary: 'Can it screen?',
        description:
          'Ready once the champion and every technology that loaded have screened once. A technology that failed to ' +
          'load is unavailable with its reason and holds nothing back.',
        tags: ['operation'],
        response: {
          200: jsonResponse('It screens.', StatusSchema),
          ...problemResponses({
            'runtime-failed': 'The service cannot screen, and will not before it is mended and restarted.',
            overloaded: 'The service is starting: the champion and every technology that loads must screen once.',
            draining: 'The service is stopping: send the scan to another instance, or again later.',
          }),
        },
      },
    },
    (_request, reply) => {
      const failure = whyNotReady(screener);
      return failure === null ? reply.send({ status: 'ready' }) : refuse(reply, failure);
    },
  );
};
