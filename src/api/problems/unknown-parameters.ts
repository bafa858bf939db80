import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

const NO_QUERY = Type.Object({}, { additionalProperties: false });

/** What is said at an address that takes none, behind the name of the parameter. */
export const TAKES_NO_PARAMETERS = 'This address takes none: leave it out.';

/** Where every parameter that is not described is refused. */
export const knowsItsParameters = (url: string) => url.startsWith('/v1/');

/**
 * An address under `/v1` that declares no query takes none: `?dryRun=true` at a deletion is refused rather than passed over.
 * All others take what others add of their own and nothing there depends on: probes and proxies at `/readyz` and `/metrics`,
 * caches at files, clients of other servers under `/v2`. For routes that are registered afterwards.
 */
export function refuseUnknownParameters(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!knowsItsParameters(route.url) || route.schema?.querystring !== undefined) return;
    route.schema = { ...route.schema, querystring: NO_QUERY };
  });
}
