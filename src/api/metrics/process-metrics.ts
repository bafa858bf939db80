import { PROCESS_ENDS } from '../../domain/service/process-end.ts';
import type { ServingProcess } from '../serving-process.ts';
import type { MetricsRegistry } from './registry.ts';

/** Registers what became of the processes that serve. */
export function registerProcessRestarts(registry: MetricsRegistry, { restarts }: ServingProcess): void {
  registry.countedElsewhere({
    name: 'process_restarts_total',
    help: 'Serving processes that were replaced, by reason; each but those for device-lost took the scans with it that it had in flight.',
    labels: ['reason'],
    read() {
      const counts = restarts();
      return PROCESS_ENDS.map((reason) => [{ reason }, counts[reason]]);
    },
  });
}
