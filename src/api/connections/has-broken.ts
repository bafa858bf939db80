import type { FastifyRequest } from 'fastify';

/**
 * Whether the connection broke under an answer that was still to be written, which Node then calls finished, too. A refusal
 * that lingers over an unread body has been read; how its connection ends is no departure.
 */
export function hasBroken(request: FastifyRequest): boolean {
  return request.raw.socket.errored instanceof Error && request.answeredAfterMs === null;
}
