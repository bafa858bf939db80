import type { Row } from '../dashboard.ts';
import { lines } from './panel-kinds.ts';
import { HERE, rateBy } from './queries.ts';

/** What the process needs of its machine, and what scanners deliver. */
export const processAndScans: Row = {
  title: 'Process and scans',
  panels: [
    lines(
      'Memory',
      'bytes',
      'What the process keeps in memory, and of that JavaScript’s heap and the buffers outside it.',
      [
        { expr: `sum(process_resident_memory_bytes{job="scanbench",${HERE}})`, legend: 'resident' },
        { expr: `sum(nodejs_heap_size_used_bytes{job="scanbench",${HERE}})`, legend: 'heap' },
        { expr: `sum(nodejs_external_memory_bytes{job="scanbench",${HERE}})`, legend: 'external' },
      ],
    ),
    lines(
      'Event loop',
      's',
      'How late the main thread comes to what is due. It does not screen: more than some tens of milliseconds is a fault.',
      [
        { expr: `max(nodejs_eventloop_lag_p50_seconds{job="scanbench",${HERE}})`, legend: 'p50' },
        { expr: `max(nodejs_eventloop_lag_p99_seconds{job="scanbench",${HERE}})`, legend: 'p99' },
      ],
    ),
    lines('CPU', 'none', 'CPUs that the process uses, threads included, and the main thread’s time for garbage.', [
      { expr: `sum(rate(process_cpu_seconds_total{job="scanbench",${HERE}}[$__rate_interval]))`, legend: 'CPUs' },
      {
        expr: `sum(rate(nodejs_gc_duration_seconds_sum{job="scanbench",${HERE}}[$__rate_interval]))`,
        legend: 'garbage',
      },
    ]),
    lines(
      'Flagged views',
      'count:views/s',
      'Views by what their quality report flags: a change here is a change of a scanner.',
      [rateBy('flag', 'scanbench_scan_quality_flags_total')],
      24,
    ),
  ],
};
