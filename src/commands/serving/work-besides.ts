import type { FastifyInstance } from 'fastify';
import type { Config } from '../../config/config.ts';
import { DELIVERY_STATES } from '../../domain/service/delivery.ts';
import type { Records } from '../../records/open-records.ts';
import { startDelivering } from '../../webhooks/deliver-events.ts';
import { keepRetention } from './keep-retention.ts';

/** What is done beside the requests: what is too old is forgotten, webhooks are told what happens. */
export function workBesides(
  app: FastifyInstance,
  records: Records,
  config: Config,
  beganAtMs: number,
): { stop(): Promise<void> } {
  const { log, metrics } = app;
  const retention = keepRetention({
    records,
    retentionDays: config.retentionDays,
    logger: log,
    beganAtMs,
    onRemoved: metrics.countRemoved,
  });
  const delivering = startDelivering({
    records,
    maxAttempts: config.webhookAttempts,
    timeoutMs: config.webhookTimeoutMs,
    onOutcome: metrics.countDelivery,
    onCount(deliveries) {
      for (const state of DELIVERY_STATES) metrics.setDeliveries(state, deliveries.get(state) ?? 0);
    },
    onDamaged: (failure) => log.error(failure, 'a webhook is told nothing: its row is damaged'),
    onBug: (err) => log.error({ err }, 'a bug held up a webhook; it is tried again'),
  });
  return {
    async stop() {
      await Promise.all([retention.stop(), delivering.stop()]);
    },
  };
}
