import type { FastifyBaseLogger } from 'fastify';
import type { QueuedScan } from '../../records/scans/queue-records.ts';
import type { Screener } from '../../workers/screener.ts';
import { lackingTechnology } from './lacking-technology.ts';
import { readQueuedRequest } from './queued-request.ts';

/**
 * Says of queued scans whether they ask for a technology that cannot screen now. Such a scan was acknowledged, so it is not
 * failed for that: others go first until it can. The log tells it once, and once more where the technology was back in between.
 */
export function createLacksTechnology(
  screener: Pick<Screener, 'technologies'>,
  log: FastifyBaseLogger,
): (scan: QueuedScan) => boolean {
  const told = new Set<string>();
  return (scan) => {
    const technologies = screener.technologies();
    for (const { id, state } of technologies) if (state === 'ready') told.delete(id);
    const request = readQueuedRequest(scan);
    const lacking = request.ok ? lackingTechnology(request.value.technologies, technologies) : null;
    if (lacking === null) return false;
    const { id: technology, reason } = lacking;
    if (!told.has(technology)) {
      told.add(technology);
      log.warn(
        { technology, detail: reason },
        'queued scans wait for a technology that cannot screen, each for a day at most',
      );
    }
    return true;
  };
}
