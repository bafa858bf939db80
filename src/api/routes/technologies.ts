import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Screener } from '../../workers/screener.ts';
import { refuse } from '../errors.ts';
import { jsonResponse, problemResponse } from '../schemas/responses.ts';
import { TechnologyListSchema, TechnologySchema } from '../schemas/technology.ts';

/** What can screen now, and what cannot and why. */
export const technologyRoutes: FastifyPluginAsyncTypebox<{ readonly screener: Screener }> = async (app, options) => {
  const { screener } = options;
  app.get(
    '/v1/technologies',
    {
      schema: {
        summary: 'List the technologies',
        description: 'In the documented order: without a champion, the first ready one screens.',
        tags: ['technologies'],
        response: {
          200: jsonResponse('All that were found.', TechnologyListSchema),
        },
      },
    },
    async () => ({ items: screener.technologies(), nextCursor: null }),
  );

  app.get(
    '/v1/technologies/:id',
    {
      schema: {
        summary: 'Read one technology',
        tags: ['technologies'],
        params: Type.Object({ id: Type.String() }),
        response: {
          200: jsonResponse('The technology.', TechnologySchema),
          404: problemResponse('unknown-technology'),
        },
      },
    },
    (request, reply) => {
      const technologies = screener.technologies();
      const technology = technologies.find(({ id }) => id === request.params.id);
      if (technology !== undefined) return reply.send(technology);
      const known = technologies.map(({ id }) => id).join(', ') || 'none';
      return refuse(reply, { code: 'unknown-technology', message: `No technology has this id. Known are: ${known}.` });
    },
  );
};
