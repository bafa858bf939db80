import {
  DELIVERY_OUTCOMES,
  DELIVERY_STATES,
  type DeliveryOutcome,
  type DeliveryState,
} from '../../domain/service/delivery.ts';
import type { Removed } from '../../records/retention.ts';
import type { MetricsRegistry } from './registry.ts';

const REMOVED = ['scans', 'pictures', 'files', 'events'] as const satisfies readonly (keyof Removed)[];

/** What becomes of what is kept: forgotten, and told. */
export interface RecordsMetrics {
  countRemoved(removed: Removed): void;
  setEventClients(clients: number): void;
  countDelivery(outcome: DeliveryOutcome): void;
  setDeliveries(state: DeliveryState, count: number): void;
}

export function createRecordsMetrics(registry: MetricsRegistry): RecordsMetrics {
  const removedTotal = registry.counter({
    name: 'retention_removed_total',
    help: 'What was removed because it was older than it is kept: scans are pseudonymised, the rest is gone.',
    labels: ['what'],
    zeros: () => REMOVED.map((what) => ({ what })),
  });
  const tries = registry.counter({
    name: 'webhook_deliveries_total',
    help: 'Tries to tell a webhook of an event: arrived, failed and tried again, or dead after the last try.',
    labels: ['outcome'],
    zeros: () => DELIVERY_OUTCOMES.map((outcome) => ({ outcome })),
  });
  const backlog = registry.gauge({
    name: 'webhook_backlog',
    help: 'Events on their way to webhooks, and dead letters: those that were given up.',
    labels: ['state'],
  });
  for (const state of DELIVERY_STATES) backlog.set({ state }, 0);
  const eventClients = registry.gauge({ name: 'event_clients', help: 'Clients that listen to events.' });
  return {
    countRemoved(removed) {
      for (const what of REMOVED) removedTotal.inc({ what }, removed[what]);
    },
    setEventClients: (clients) => eventClients.set(clients),
    countDelivery: (outcome) => tries.inc({ outcome }),
    setDeliveries: (state, count) => backlog.set({ state }, count),
  };
}
