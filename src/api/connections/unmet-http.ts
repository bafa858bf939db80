import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../problems/errors.ts';

/**
 * Refuses what Node would refuse with an empty answer: a request of HTTP/1.1 that names no host, and one that expects
 * what nobody knows. The server must be told to leave the first to this (`requireHostHeader`).
 */
export function refuseUnmetHttp(app: FastifyInstance): void {
  app.server.on('checkExpectation', (request, response) => void app.server.emit('request', request, response));
  app.addHook('onRequest', async (request, reply) => {
    const message = whatIsUnmet(request);
    if (message !== null) return refuse(reply, { code: 'malformed-request', message });
  });
}

function whatIsUnmet({ raw: { httpVersion, headers, rawHeaders } }: FastifyRequest): string | null {
  if (httpVersion === '1.1' && headers.host === undefined) {
    return 'The request has no Host header, which HTTP/1.1 asks for: send one.';
  }
  if (rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length > 1) {
    return 'The request has several Host headers: send one.';
  }
  const { expect } = headers;
  if (expect === undefined || /^\s*100-continue\s*$/i.test(expect)) return null;
  return 'The Expect header asks for something else than 100-continue: send that, or leave it out.';
}
