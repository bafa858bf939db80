import type { FastifyInstance } from 'fastify';
import { refuse } from './errors.ts';

export const NUL_IN_ADDRESS = 'The address has a NUL character (%00): leave it out.';

/** Refuses an address with a NUL character before anything looks at it: no name has one, and PostgreSQL takes none. */
export function refuseBadCharacters(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.includes('%00')) return;
    return refuse(reply, { code: 'malformed-request', message: NUL_IN_ADDRESS });
  });
}
