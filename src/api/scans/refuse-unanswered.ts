import type { FastifyReply } from 'fastify';
import type { Failure } from '../../domain/failure.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { refuse } from '../problems/errors.ts';
import type { Passage } from './passage.ts';

/** Refuses a scan that could be read and for which there was a place, and counts that its technologies gave it no answer. */
export function refuseUnanswered(
  { request, reply, received }: Pick<Passage, 'request' | 'reply' | 'received'>,
  failure: Failure,
  metrics: Metrics,
): FastifyReply {
  // Work that was dropped because its sender left has not failed: it is counted as abandoned. A name that stands for
  // another scan is the sender's mistake.
  const isLeft = request.admission?.departure.aborted ?? false;
  if (!isLeft && failure.code !== 'conflict') metrics.countFailedScreening(received.technologies, failure);
  return refuse(reply, failure);
}
