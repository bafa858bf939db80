import type { FastifySchema } from 'fastify';
import { FOREIGN_PAGE, MISDIRECTED, type RouteScope } from './access/access.ts';
import { isSafeMethod } from './access/foreign-page.ts';
import { NUL_IN_ADDRESS } from './problems/bad-characters.ts';
import { knowsItsParameters, TAKES_NO_PARAMETERS } from './problems/unknown-parameters.ts';
import { errorResponses, problemResponses } from './schemas/responses.ts';
import { encodedBody } from './upload/content-encoding.ts';

/** The two ways to send a key, for OpenAPI. */
export const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'Authorization: Bearer sbk_…; without keys on record, none is asked for.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Api-Key',
    description: 'Where a proxy needs Authorization for itself; of both, this one counts.',
  },
} as const;

interface DescribedRoute {
  readonly method: string;
  readonly url: string;
  readonly schema: FastifySchema;
  readonly scope: RouteScope;
}

/**
 * Adds to the description of a route which key it takes, and how it refuses the others, and what is refused at every
 * address alike.
 */
export function describeAccess({ method, url, schema, scope }: DescribedRoute): FastifySchema {
  if (scope === 'anyone') return schema;
  const scopes = scope === 'any key' ? [] : [scope];
  const responsesOf = url.startsWith('/v2') ? errorResponses : problemResponses;
  const refusals = responsesOf({
    unauthenticated: 'This service asks for a key: send it as "Authorization: Bearer sbk_…" or as "X-Api-Key: sbk_…".',
    ...(scope !== 'any key' && { forbidden: `This key lacks the scope ${scope}: use one that has it.` }),
    'malformed-request': knowsItsParameters(url)
      ? `The query parameter "x" is not known. ${TAKES_NO_PARAMETERS}`
      : NUL_IN_ADDRESS,
    ...(schema.body !== undefined && { 'unsupported-media-type': encodedBody('gzip').failure.message }),
    ...(!isSafeMethod(method) && { 'foreign-page': FOREIGN_PAGE }),
    misdirected: MISDIRECTED,
    'rate-limited': 'This key may send 600 requests a minute: send it again after the seconds in Retry-After.',
  });
  const own = schema.response;
  return {
    ...schema,
    security: [{ bearer: scopes }, { apiKey: scopes }],
    // Where the route refuses with the same status for a reason of its own, its example says more.
    response: { ...refusals, ...(typeof own === 'object' && own) },
  };
}
