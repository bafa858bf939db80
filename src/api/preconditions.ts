import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { type Failure, fail } from '../domain/failure.ts';
import { refuse } from './problems/errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is read here has an ETag, and the handler of a change looks at what the request asks of it. */
    givesETag?: boolean;
  }
}

/** What a request may ask of the version that is there, by RFC 9110 (§ 13.1). */
export const PreconditionHeadersSchema = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The ETag of what was read: is another version there by now, nothing is done.' }),
  ),
  'if-none-match': Type.Optional(
    Type.String({ description: 'The ETag of what is known already; for a change, of what must not be there.' }),
  ),
});
type PreconditionHeaders = Static<typeof PreconditionHeadersSchema>;

/** What is answered to a reading: what is there, that it is known already, or that it is another version. */
export function answerToReading(headers: PreconditionHeaders, current: string): 'sent' | 'known' | 'other-version' {
  const { 'if-match': wanted, 'if-none-match': known } = headers;
  if (wanted !== undefined && !namesVersion(wanted, current, 'strong')) return 'other-version';
  return known !== undefined && namesVersion(known, current, 'weak') ? 'known' : 'sent';
}

/** For OpenAPI. */
export const ETAG_HEADER = {
  ETag: { type: 'string', description: 'Names this version: for If-Match of a change, and If-None-Match.' },
};

/** A strong validator of what is answered: the same in every process that answers the same. */
export function entityTag(answer: object): string {
  return `"${createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 22)}"`;
}

/** Why a change is not made, or null where it may be; `current` is the tag of what is there, null where nothing is. */
export function unmetPrecondition(headers: PreconditionHeaders, current: string | null): Failure | null {
  const unmatched = headers['if-match'] !== undefined && !namesVersion(headers['if-match'], current, 'strong');
  const matched = headers['if-none-match'] !== undefined && namesVersion(headers['if-none-match'], current, 'weak');
  return unmatched || matched ? OTHER_VERSION : null;
}

/**
 * Where an address gives no ETag, none that `If-Match` of a change names is that of what is there: the change is not made.
 * Whatever is there is meant by `*`, which `If-None-Match` says must not be there: nothing can then be deleted.
 */
export function refuseUnknownVersions(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    const isChange = request.method === 'PUT' || request.method === 'DELETE';
    if (!isChange || request.routeOptions.config.givesETag) return;
    const { 'if-match': wanted, 'if-none-match': known } = request.headers;
    if (wanted !== undefined && wanted.trim() !== '*') return refuse(reply, NO_VERSION);
    if (request.method === 'DELETE' && known?.trim() === '*') return refuse(reply, NOTHING_TO_DELETE);
  });
}

/** What is said there. */
export const NO_VERSION: Failure = fail(
  'precondition-failed',
  'This address gives no ETag that If-Match could name: nothing was done. Send the change without it.',
).failure;

const NOTHING_TO_DELETE: Failure = fail(
  'precondition-failed',
  'If-None-Match with * asks that nothing is there, and so that nothing is deleted: nothing was done. Send the request without it.',
).failure;

/** What is said where it is another. */
export const OTHER_VERSION: Failure = fail(
  'precondition-failed',
  'What is there is not the version that If-Match names, or is one that If-None-Match names: nothing was done. Read it anew, and send the change with the ETag of that.',
).failure;

const TAGS = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** Whether a field of tags names a version. A weak tag says that versions are alike, not that they are the same: strictly compared it names none. */
function namesVersion(field: string, current: string | null, comparison: 'strong' | 'weak'): boolean {
  if (current === null) return false;
  if (field.trim() === '*') return true;
  return [...field.matchAll(TAGS)].some(
    ([, weak, tag]) => tag === current && (weak === undefined || comparison === 'weak'),
  );
}
