import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Screener } from '../../workers/screener.ts';
import { refuse } from '../problems/errors.ts';
import { jsonResponse, problemResponses } from '../schemas/responses.ts';
import { DescribedTechnologySchema, TechnologyListSchema } from '../schemas/technology.ts';

export interface TechnologyRoutesOptions {
  readonly screener: Screener;
  readonly readCard: ReadCard;
}

/** Reads a model's card, Markdown that says how it works, what it was measured on and where it fails; null without one. */
export type ReadCard = (modelId: string) => Promise<string | null>;

/** What can screen now, and what cannot and why. */
export const technologyRoutes: FastifyPluginAsyncTypebox<TechnologyRoutesOptions> = async (app, options) => {
  const { screener, readCard } = options;
  app.get(
    '/v1/technologies',
    {
      config: { scope: 'any key' },
      schema: {
        operationId: 'listTechnologies',
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
      config: { scope: 'any key' },
      schema: {
        operationId: 'readTechnology',
        summary: 'Read one technology',
        description: 'With the card of its model.',
        tags: ['technologies'],
        params: Type.Object({ id: Type.String({ examples: ['local-contrast@onnx-cpu'] }) }),
        response: {
          200: jsonResponse('The technology.', DescribedTechnologySchema),
          ...problemResponses({
            'unknown-technology':
              'No technology has this id. Known are: local-contrast@onnx-cpu, pattern-break@onnx-cpu.',
          }),
        },
      },
    },
    async (request, reply) => {
      const technologies = screener.technologies();
      const technology = technologies.find(({ id }) => id === request.params.id);
      if (technology !== undefined) return reply.send({ ...technology, card: await readCard(technology.model.id) });
      const known = technologies.map(({ id }) => id).join(', ') || 'none';
      return refuse(reply, { code: 'unknown-technology', message: `No technology has this id. Known are: ${known}.` });
    },
  );
};
