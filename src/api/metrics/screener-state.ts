import { NO_REMOTE_TRAFFIC } from '../../domain/network/remote-traffic.ts';
import type { ByPriority } from '../../domain/screening/priority.ts';
import { isOnOwnCpu, type Technology } from '../../domain/technology/technology.ts';
import type { Screener } from '../../workers/screener.ts';
import { RESTART_REASONS } from '../../workers/worker-event.ts';
import type { ReadyTechnologies } from './ready-technologies.ts';
import type { MetricsRegistry, Reading } from './registry.ts';

/** Registers what the screener is at: places, queues, threads and technologies, read when asked for. */
export function registerScreenerState(registry: MetricsRegistry, screener: Screener, ready: ReadyTechnologies): void {
  const alone = (read: () => number) => (): readonly Reading[] => [[{}, read()]];
  registry.readGauge({
    name: 'in_flight',
    help: 'Scans admitted and not yet answered.',
    read: alone(() => screener.state().inFlight.live),
  });
  registry.readGauge({
    name: 'storing',
    help: 'Scans in flight that the threads are done with and that are being put on record.',
    read: alone(() => screener.state().storing.live),
  });
  registry.readGauge({
    name: 'in_flight_limit',
    help: 'Scans that may be in flight; while the disk is slow, up to 16 more are being put on record.',
    read: alone(() => screener.state().inFlightLimit.live),
  });
  registry.readGauge({
    name: 'queue_depth',
    help: 'Scans that wait for a thread.',
    read: alone(() => screener.state().queueDepth.live),
  });
  const inBackground = (read: () => ByPriority<number>) => (): readonly Reading[] =>
    (['challenger', 'bench'] as const).map((priority) => [{ priority }, read()[priority]]);
  registry.readGauge({
    name: 'background_in_flight',
    help: 'Background work admitted and not yet done, beside the scans in flight.',
    labels: ['priority'],
    read: inBackground(() => screener.state().inFlight),
  });
  registry.readGauge({
    name: 'background_queue_depth',
    help: 'Background work that waits for a thread.',
    labels: ['priority'],
    read: inBackground(() => screener.state().queueDepth),
  });
  registry.readGauge({
    name: 'workers',
    help: 'Threads that screen, by state; a dead one died while it started, and another is tried at last every minute.',
    labels: ['state'],
    read: () => Object.entries(screener.state().workers).map(([state, count]) => [{ state }, count]),
  });
  registry.countedElsewhere({
    name: 'worker_restarts_total',
    help: 'Threads that were replaced, by reason.',
    labels: ['reason'],
    read: () => RESTART_REASONS.map((reason) => [{ reason }, screener.state().workerRestarts[reason] ?? 0]),
  });
  registry.countedElsewhere({
    name: 'model_reloads_total',
    help: 'Tries to load a model anew that a thread which replaced another could not load, by what came of them.',
    labels: ['technology', 'outcome'],
    read() {
      const own = screener.technologies().filter(isOnOwnCpu);
      const counts = countsOf(own, screener.state().modelReloads, { loaded: 0, failed: 0 });
      return counts.flatMap(([technology, { loaded, failed }]): readonly Reading[] => [
        [{ technology, outcome: 'loaded' }, loaded],
        [{ technology, outcome: 'failed' }, failed],
      ]);
    },
  });
  registry.countedElsewhere({
    name: 'remote_bytes_total',
    help: 'Bytes of prepared scans sent to other machines, and of their answers, whatever became of the work.',
    labels: ['technology', 'direction'],
    read() {
      const far = screener.technologies().filter(({ runtime }) => runtime === 'remote');
      const counts = countsOf(far, screener.state().remoteTraffic, NO_REMOTE_TRAFFIC);
      return counts.flatMap(([technology, { sentBytes, receivedBytes }]): readonly Reading[] => [
        [{ technology, direction: 'sent' }, sentBytes],
        [{ technology, direction: 'received' }, receivedBytes],
      ]);
    },
  });
  registry.countedElsewhere({
    name: 'worker_busy_seconds_total',
    help: 'Time that threads spent on scans, all threads together.',
    read: alone(() => screener.state().workerBusySeconds),
  });
  registry.readGauge({
    name: 'technology_info',
    help: 'The technologies that are ready, with what they consist of; always 1.',
    labels: ['technology', 'model', 'version', 'sha256', 'runtime', 'provider', 'precision'],
    read: () =>
      ready().map(({ id, model, runtime, provider, precision }) => {
        const { id: modelId, version, sha256 } = model;
        return [{ technology: id, model: modelId, version, sha256, runtime, provider, precision }, 1];
      }),
  });
}

/** What was counted of each technology; zeros of one that is ready, and nothing of another of which nothing was. */
function countsOf<Counts>(
  technologies: readonly Technology[],
  counted: ReadonlyMap<string, Counts>,
  none: Counts,
): readonly (readonly [string, Counts])[] {
  return technologies.flatMap(({ id, state }) => {
    const counts = counted.get(id) ?? (state === 'ready' ? none : undefined);
    return counts === undefined ? [] : [[id, counts] as const];
  });
}
