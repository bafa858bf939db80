import type { FastifyInstance } from 'fastify';
import { fail } from '../../domain/failure.ts';
import { bodyTypesOf } from '../problems/body-types.ts';
import { refuse } from '../problems/errors.ts';

/** The failure of a body that is encoded for the way. */
export function encodedBody(encoding: string) {
  return fail(
    'unsupported-media-type',
    `The content encoding ${encoding.slice(0, 64)} is not accepted: send the body as it is, without Content-Encoding.`,
  );
}

/** Refuses a body that is compressed before anything reads it, wherever one is taken: it would be read as what it is not. */
export function refuseEncodedBodies(app: FastifyInstance): void {
  // Without a call of `done` after a refusal, nothing goes on with the request.
  app.addHook('preParsing', (request, reply, payload, done) => {
    const encoding = encodingIn(request.headers['content-encoding']);
    if (encoding === null || bodyTypesOf(request).length === 0) return done(null, payload);
    refuse(reply, encodedBody(encoding).failure);
  });
}

/** The encodings that were applied, or null: `identity` is none, in capitals or not, and so is a header without a word. */
function encodingIn(header = ''): string | null {
  const applied = header.split(',').map((one) => one.trim());
  return applied.every((one) => one === '' || one.toLowerCase() === 'identity') ? null : header.trim();
}
