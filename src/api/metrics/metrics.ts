import type { Screener } from '../../workers/screener.ts';
import type { ServingProcess } from '../serving-process.ts';
import { mergeMetrics } from './merge-metrics.ts';
import { type MetricsFormat, prometheusText } from './metrics-format.ts';
import { registerProcessRestarts } from './process-metrics.ts';
import { readyTechnologies } from './ready-technologies.ts';
import { createRecordsMetrics, type RecordsMetrics } from './records-metrics.ts';
import { createRegistry } from './registry.ts';
import { createReportMetrics, type ReportMetrics } from './report-metrics.ts';
import { createRequestMetrics, type RequestMetrics } from './request-metrics.ts';
import { createRunMetrics, type RunMetrics } from './run-metrics.ts';
import { registerScreenerState } from './screener-state.ts';
import { createScreeningMetrics, type ScreeningMetrics } from './screening-metrics.ts';

/** What the service counts. Labels take values from bounded lists only: no number, id or address of a scan. */
export interface Metrics extends RequestMetrics, ScreeningMetrics, RunMetrics, RecordsMetrics, ReportMetrics {
  /** Every metric as it stands, of all processes of the service together; only OpenMetrics has exemplars. */
  text(format: MetricsFormat): Promise<string>;
  /** Those of this process alone, as OpenMetrics. */
  ownText(): Promise<string>;
}

export interface MetricsOptions {
  readonly screener: Screener;
  readonly taktSeconds: number;
  readonly servingProcess: ServingProcess;
}

/** The metrics of one application, in a registry of its own; what the screener is at is read when asked for. */
export function createMetrics({ screener, taktSeconds, servingProcess }: MetricsOptions): Metrics {
  const registry = createRegistry(taktSeconds);
  const ready = readyTechnologies(screener);
  registerScreenerState(registry, screener, ready);
  registerProcessRestarts(registry, servingProcess);
  return {
    ...createRequestMetrics(registry),
    ...createScreeningMetrics(registry, ready, taktSeconds),
    ...createRunMetrics(registry),
    ...createRecordsMetrics(registry),
    ...createReportMetrics(registry),
    ownText: registry.text,
    async text(format) {
      const own = await registry.text();
      const others = await servingProcess.metricsOfOthers(own);
      const all = others.length === 0 ? own : mergeMetrics([own, ...others]);
      return format === 'openmetrics' ? all : prometheusText(all);
    },
  };
}
