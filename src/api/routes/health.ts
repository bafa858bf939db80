import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Failure } from '../../domain/failure.ts';
import type { Screener } from '../../workers/screener.ts';
import { refuse } from '../errors.ts';
import { jsonResponse, problemResponse } from '../schemas/responses.ts';

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
        tags: ['operation'],
        response: {
          200: jsonResponse('It screens.', StatusSchema),
          503: problemResponse('overloaded (still warming up) or draining'),
        },
      },
    },
    (_request, reply) => (screener.isReady() ? reply.send({ status: 'ready' }) : refuse(reply, whyNotReady(screener))),
  );
};

function whyNotReady(screener: Screener): Failure {
  const permit = screener.admit();
  if (!permit.ok) return permit.failure;
  permit.value.release();
  const waiting = screener.technologies().filter(({ state }) => state === 'unavailable');
  const reasons = waiting.map(({ id, reason }) => ` ${id}: ${reason}`).join(';');
  return {
    code: 'overloaded',
    message: `The service is starting: the champion and every technology that loads must screen once.${reasons}`,
    retryAfterSeconds: 1,
  };
}
