import type { Screener } from '../../workers/screener.ts';
import type { Storing } from '../storing.ts';
import { readyTechnologies } from './ready-technologies.ts';
import { createRecordsMetrics, type RecordsMetrics } from './records-metrics.ts';
import { createRegistry, type MetricsRegistry } from './registry.ts';
import { createReportMetrics, type ReportMetrics } from './report-metrics.ts';
import { createRequestMetrics, type RequestMetrics } from './request-metrics.ts';
import { createRunMetrics, type RunMetrics } from './run-metrics.ts';
import { registerScreenerState } from './screener-state.ts';
import { createScreeningMetrics, type ScreeningMetrics } from './screening-metrics.ts';

/** What the service counts. Labels take values from bounded lists only: no number, id or address of a scan. */
export type Metrics = RequestMetrics &
  ScreeningMetrics &
  RunMetrics &
  RecordsMetrics &
  ReportMetrics &
  Pick<MetricsRegistry, 'text'>;

/** The metrics of one application, in a registry of its own; what the screener is at is read when asked for. */
export function createMetrics(screener: Screener, storing: Storing, taktSeconds: number): Metrics {
  const registry = createRegistry(taktSeconds);
  const ready = readyTechnologies(screener);
  registerScreenerState(registry, screener, ready, storing);
  return {
    ...createRequestMetrics(registry),
    ...createScreeningMetrics(registry, ready, taktSeconds),
    ...createRunMetrics(registry, ready),
    ...createRecordsMetrics(registry),
    ...createReportMetrics(registry),
    text: registry.text,
  };
}
