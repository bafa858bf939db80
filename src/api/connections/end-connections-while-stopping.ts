import type { FastifyInstance } from 'fastify';
import type { Screener } from '../../workers/screener.ts';
import type { ServingProcess } from '../serving-process.ts';

/**
 * While the service stops each answer is the last of its connection and says so. A sender that keeps connections would
 * otherwise write its next scan into one that is being closed, and see a broken pipe.
 */
export function endConnectionsWhileStopping(
  app: FastifyInstance,
  screener: Screener,
  { isGivingWay }: Pick<ServingProcess, 'isGivingWay'>,
): void {
  app.addHook('onSend', async (_request, reply) => {
    if (screener.isStopping() || isGivingWay()) reply.header('connection', 'close');
  });
}
