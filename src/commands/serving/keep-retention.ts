import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { createPatientClock } from '../../domain/time/patient-clock.ts';
import type { Records } from '../../records/open-records.ts';
import { type Removed, runRetention } from '../../records/retention.ts';

export interface KeepingRetention {
  readonly records: Records;
  readonly retentionDays: number;
  readonly logger: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
  readonly onRemoved: (removed: Removed) => void;
  /** See `PatientClockOptions`. */
  readonly beganAtMs?: number | null;
  readonly everyMs?: number;
  readonly now?: () => number;
}

const HOUR_MS = 3_600_000;
/** Between two batches: scans come first. */
const PAUSE_MS = 50;

/** Removes what is older than it is kept, at once and then every hour, until it is stopped. */
export function keepRetention(options: KeepingRetention): { stop(): Promise<void> } {
  const { everyMs = HOUR_MS, now = patientClock(options) } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      await runOnce(options, now, signal);
      await delay(everyMs, undefined, { signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function patientClock({ logger, beganAtMs = null }: KeepingRetention): () => number {
  return createPatientClock({
    beganAtMs,
    onDoubt: (aheadMs) =>
      logger.warn(
        `The machine's clock jumped ahead by ${Math.round(aheadMs / 60_000)} minutes: retention goes on as if it had not, ` +
          'and follows it in a day. If the date is wrong, put it right until then.',
      ),
  });
}

async function runOnce(
  { records, retentionDays, logger, onRemoved }: KeepingRetention,
  now: () => number,
  signal: AbortSignal,
) {
  try {
    const removed = await runRetention(records, {
      retentionDays,
      nowMs: now(),
      pause: () => delay(PAUSE_MS),
      isStopping: () => signal.aborted,
    });
    if (!removed.ok) return logger.error(removed.failure, 'retention is put off to the next run');
    onRemoved(removed.value);
    const { damaged, ...counts } = removed.value;
    if (Object.values(counts).some((count) => count > 0)) logger.info(counts, 'retention');
    if (damaged.length > 0) logger.error({ damaged }, 'retention could not forget the containers of damaged rows');
  } catch (err) {
    logger.error({ err }, 'a bug ended a run of retention; the next one tries again');
  }
}
