import type { MetricsRegistry } from './registry.ts';

/** How the making of a report ended; one that is interrupted by the end of the service is counted nowhere. */
export const REPORT_OUTCOMES = ['finished', 'failed', 'removed'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];

/** From a first look to the twelve hours after which a report is ended. */
const REPORT_SECONDS = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200];

/** The reports that the service makes beside its work. */
export interface ReportMetrics {
  countStartedReport(): void;
  countEndedReport(outcome: ReportOutcome, seconds: number): void;
}

export function createReportMetrics(registry: MetricsRegistry): ReportMetrics {
  const started = registry.counter({ name: 'reports_started_total', help: 'Reports whose making began.' });
  const ended = registry.counter({
    name: 'reports_ended_total',
    help: 'Reports by what came of them: finished, failed, or removed while they were made.',
    labels: ['outcome'],
    zeros: () => REPORT_OUTCOMES.map((outcome) => ({ outcome })),
  });
  const duration = registry.histogram({
    name: 'report_duration_seconds',
    help: 'How long reports took that were finished, from their turn to the last file.',
    buckets: REPORT_SECONDS,
  });
  const running = registry.gauge({ name: 'reports_running', help: 'Reports that are being made now.' });
  return {
    countStartedReport() {
      started.inc();
      running.inc();
    },
    countEndedReport(outcome, seconds) {
      ended.inc({ outcome });
      running.dec();
      if (outcome === 'finished') duration.observe(seconds);
    },
  };
}
