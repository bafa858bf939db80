import { acceptWeight } from '../accept-weight.ts';

/** The two text formats that Prometheus reads. */
export type MetricsFormat = 'prometheus' | 'openmetrics';

export const METRICS_CONTENT_TYPE = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const satisfies Record<MetricsFormat, string>;

/** Chooses by an `Accept` header: OpenMetrics only where it is asked for by name and not less than plain text. */
export function metricsFormat(accept: string | undefined): MetricsFormat {
  const openMetrics = acceptWeight(accept, 'application/openmetrics-text');
  return openMetrics > 0 && openMetrics >= acceptWeight(accept, 'text/plain') ? 'openmetrics' : 'prometheus';
}

/**
 * Writes OpenMetrics text in Prometheus' older format: counters carry `_total` in their name already in `# TYPE`, and
 * there are neither exemplars nor an end mark.
 */
export function prometheusText(openMetrics: string): string {
  const counters = new Set([...openMetrics.matchAll(/^# TYPE (\S+) counter$/gm)].map(([, name]) => name));
  return openMetrics
    .replace(/^# (HELP|TYPE) (\S+)/gm, (head, keyword: string, name: string) =>
      counters.has(name) ? `# ${keyword} ${name}_total` : head,
    )
    .replace(/^(\w+_bucket\{[^}]*\} \S+) # \{.*$/gm, '$1')
    .replace(/# EOF\n$/, '');
}
