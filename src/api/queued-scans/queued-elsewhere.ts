import type { ServingProcess } from '../serving-process.ts';
import type { QueuedScans } from './queued-scans.ts';

/** What was queued, in a process that leaves it to the one that has the duties. */
export function queuedElsewhere({ siblings }: Pick<ServingProcess, 'siblings'>): QueuedScans {
  return {
    wake: () => void siblings.tell('queue-grew', null),
    stop: async () => {},
  };
}
