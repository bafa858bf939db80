import type { FastifyInstance } from 'fastify';

/** Everything comes from this service; pictures may also be data URIs and blobs, which the console makes of answers. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that keep a browser from doing with an answer what it was not meant for. */
export const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** A browser that has come by TLS does not come without it for a year: nobody in between can take it away. */
const ONLY_BY_TLS = { 'strict-transport-security': 'max-age=31536000' } as const;

/** Puts them on every answer of every route. */
export function addSecurityHeaders(app: FastifyInstance, isTls: boolean): void {
  const headers = { ...SECURITY_HEADERS, ...(isTls && ONLY_BY_TLS) };
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
}
