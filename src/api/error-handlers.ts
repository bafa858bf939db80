import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Failure } from '../domain/failure.ts';
import { conforms } from '../domain/language/conforms.ts';
import { SECURITY_HEADERS } from './access/security-headers.ts';
import type { Metrics } from './metrics/metrics.ts';
import { bodyTypesOf } from './problems/body-types.ts';
import { refuse } from './problems/errors.ts';
import { validationSentence } from './problems/validation-sentence.ts';
import { logBug, recordAnswer } from './request-log.ts';
import { staticAddresses } from './static-folders.ts';
import { RefusedBody } from './upload/json-bodies.ts';
import { bodyTooLarge, MAX_JSON_BYTES } from './upload/read-small-body.ts';
import { mediaTypeOf, unsupportedMediaType } from './upload/upload.ts';

const NOTHING_HERE: Failure = { code: 'not-found', message: 'Nothing is here. The API is described at /docs.' };

const UNDECODABLE: Failure = {
  code: 'malformed-request',
  message: 'The address has a percent sign that encodes no character: write a percent sign as %25.',
};

/** The error of a range that a file has not. */
const PastTheEnd = Type.Object({ headers: Type.Object({ 'Content-Range': Type.String() }) });

/** Answers everything that no route answers, as problem details like everything else. */
export function installErrorHandlers(app: FastifyInstance): void {
  const patterns = collectRoutes(app);
  const files = staticAddresses();
  const answerNothing = (request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request);
    const methods = files.has(path) ? ['GET', 'HEAD'] : patterns.methodsAt(path);
    if (methods.length === 0 || methods.includes(request.method)) {
      return refuse(reply, NOTHING_HERE);
    }
    reply.header('allow', methods.join(', '));
    return refuse(reply, {
      code: 'method-not-allowed',
      message: `This address does not answer ${request.method}; it answers ${methods.join(', ')}.`,
    });
  };
  app.setNotFoundHandler(answerNothing);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation !== undefined) {
      return refuse(reply, {
        code: 'malformed-request',
        message: validationSentence({
          errors: error.validation,
          context: error.validationContext,
          query: request.query,
        }),
      });
    }
    if (error instanceof RefusedBody) return refuse(reply, error.failure);
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      return request.is404 ? answerNothing(request, reply) : refuse(reply, wrongMediaType(request));
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      if (!error.code?.startsWith('FST_')) return refuseFile(error, reply);
      if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refuse(reply, bodyTooLarge(MAX_JSON_BYTES).failure);
      return refuse(reply, { code: 'malformed-request', message: error.message });
    }
    return refuseAfterBug(app, error, reply);
  });
}

/** A request whose address Fastify refuses itself, past all hooks. */
export interface BadAddress {
  readonly error: FastifyError;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly metrics: Metrics;
}

/** What is refused before a route is looked for: an address that cannot be decoded, or a name in it that nothing can have. */
export function answerBadAddress({ error, request, reply, metrics }: BadAddress): void {
  reply.raw.once('finish', () => recordAnswer(request, reply, undefined, metrics));
  reply.headers(SECURITY_HEADERS);
  refuse(reply, error.code === 'FST_ERR_MAX_PARAM_LENGTH' ? NOTHING_HERE : UNDECODABLE);
}

/** A media type that cannot be read, or that no parser of the route takes. */
function wrongMediaType(request: FastifyRequest): Failure {
  const mediaType = mediaTypeOf(request.headers['content-type'] ?? '');
  const what =
    mediaType === '' ? 'A body without a Content-Type header' : `The media type ${JSON.stringify(mediaType)}`;
  const types = bodyTypesOf(request);
  if (types.includes('multipart/form-data')) return unsupportedMediaType(mediaType, what).failure;
  const cure = types.map((type) => (type === 'application/json' ? `JSON as ${type}` : type)).join(' or ');
  return { code: 'unsupported-media-type', message: `${what} is not accepted here: send ${cure}.` };
}

/** What is not Fastify's own comes from the plugin for static files. */
function refuseFile(error: FastifyError, reply: FastifyReply): FastifyReply {
  if (error.statusCode === 412) {
    const message = 'The file is not the version that If-Match or If-Unmodified-Since names: read it without them.';
    return refuse(reply, { code: 'precondition-failed', message });
  }
  if (error.statusCode === 416 && conforms(PastTheEnd, error)) {
    const range = error.headers['Content-Range'];
    reply.header('content-range', range);
    const message = `The Range header names no bytes of the file, which has ${range.slice(range.indexOf('/') + 1)}: ask for some of these.`;
    return refuse(reply, { code: 'range-not-satisfiable', message });
  }
  // A path that leaves its folder.
  return refuse(reply, NOTHING_HERE);
}

function refuseAfterBug(app: FastifyInstance, error: unknown, reply: FastifyReply): FastifyReply {
  const bugId = logBug(app, error);
  return refuse(
    reply,
    { code: 'runtime-failed', message: `The service failed; its log says more under ${bugId}.` },
    `urn:uuid:${bugId}`,
  );
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

/** Remembers each route as a pattern, to tell a wrong method from a wrong address. Wildcards match too much to count. */
function collectRoutes(app: FastifyInstance): { methodsAt(path: string): string[] } {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const source = url.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:[A-Za-z]+/g, '[^/]+');
    routes.push({ pattern: new RegExp(`^${source}$`), methods: [method].flat() });
  });
  return {
    methodsAt: (path) => [
      ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
    ],
  };
}
