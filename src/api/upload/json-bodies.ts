import type { FastifyInstance } from 'fastify';
import type { Failure } from '../../domain/failure.ts';
import { MAX_JSON_BYTES } from './read-small-body.ts';
import { takeJsonBody } from './take-json.ts';

/** A body that was refused while it was parsed: Fastify takes an error alone, and hands it to the error handler. */
export class RefusedBody extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'RefusedBody';
    this.failure = failure;
  }
}

/** Has Fastify read bodies of JSON for the routes of a plugin, and hold them to the schemas of these. */
export function takeJsonBodies(app: FastifyInstance): void {
  const options = { parseAs: 'buffer', bodyLimit: MAX_JSON_BYTES } as const;
  app.addContentTypeParser<Buffer>('application/json', options, (_request, bytes, done) => {
    const taken = takeJsonBody(bytes);
    if (taken.ok) done(null, taken.value);
    else done(new RefusedBody(taken.failure));
  });
}
