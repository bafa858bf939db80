import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Whether a client left before it was answered. Node calls a reply finished, too, when its connection broke under what was
 * still to be written. A refusal that lingers over an unread body has been read; how its connection ends is no departure.
 */
export function hasLeft(request: FastifyRequest, reply: FastifyReply): boolean {
  const isBroken = !reply.raw.writableFinished || request.raw.socket.errored instanceof Error;
  return isBroken && request.answeredAfterMs === null;
}
