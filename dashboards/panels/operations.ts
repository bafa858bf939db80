import type { Dashboard, Panel, Query } from './dashboard.ts';

/** Which instances are shown. */
const HERE = 'instance=~"$instance"';
const [GREEN, ORANGE, RED] = ['green', 'orange', 'red'] as const;

const quantile = (share: number, stage: string, legend: string): Query => ({
  expr: `histogram_quantile(${share}, sum by (le) (rate(scanbench_screening_duration_seconds_bucket{${HERE},stage="${stage}"}[$__rate_interval])))`,
  legend,
});

/** Seconds of the stages for each second: how many threads they keep busy on average. */
const secondsPerSecond = (stages: string, legend: string): Query => ({
  expr: `sum(rate(scanbench_screening_duration_seconds_sum{${HERE},stage=~"${stages}"}[$__rate_interval]))`,
  legend,
});

/** The rate at which a counter grows, one line a value of the label. */
const rateBy = (label: string, counter: string): Query => ({
  expr: `sum by (${label}) (rate(${counter}{${HERE}}[$__rate_interval]))`,
  legend: `{{${label}}}`,
});

const lines = (title: string, unit: string, description: string, queries: Panel['queries'], width = 8): Panel => ({
  kind: 'timeseries',
  title,
  description,
  unit,
  width,
  queries,
});

const stat = (title: string, unit: string, description: string, expr: string, colours?: Panel['colours']): Panel => ({
  kind: 'stat',
  title,
  description,
  unit,
  width: 4,
  queries: [{ expr, legend: title }],
  ...(colours && { colours }),
});

/** Is the gate served, and if not, what stands in the way? */
export const operations: Dashboard = {
  uid: 'scanbench-operations',
  title: 'Scanbench · Operations',
  description: 'Is the gate served in time, and if not, what stands in the way?',
  variables: [
    { name: 'instance', label: 'Instance', query: 'label_values(scanbench_in_flight, instance)', isMulti: true },
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat(
          'Within the takt time',
          'percentunit',
          'Share of the scans of the last hour that were answered within the takt time. The objective is 99 %.',
          `1 - max(instance:scanbench_takt_missed:ratio_rate1h{${HERE}})`,
          [
            [null, RED],
            [0.98, ORANGE],
            [0.99, GREEN],
          ],
        ),
        stat(
          'Scans a second',
          'reqps',
          'Scans that were answered, in time or late.',
          `sum(rate(scanbench_takt_met_total{${HERE}}[$__rate_interval])) + sum(rate(scanbench_takt_missed_total{${HERE}}[$__rate_interval]))`,
        ),
        stat(
          'Refused',
          'percentunit',
          'Share of the scans that were refused because every place was taken. The alert comes at 5 %.',
          `max(instance:scanbench_refused:ratio_rate5m{${HERE}})`,
          [
            [null, GREEN],
            [0.01, ORANGE],
            [0.05, RED],
          ],
        ),
        stat(
          'Busy threads',
          'percentunit',
          'Share of their time that screening threads were at work in the last five minutes. Near 100 % there is no room left.',
          `max(instance:scanbench_worker_busy:ratio_rate5m{${HERE}})`,
          [
            [null, GREEN],
            [0.8, ORANGE],
            [0.95, RED],
          ],
        ),
        stat(
          'Ready technologies',
          'none',
          'Technologies that can screen, in the instance that has fewest.',
          `min(count by (instance) (scanbench_technology_info{${HERE}}))`,
          [
            [null, RED],
            [1, GREEN],
          ],
        ),
        stat('Instances up', 'none', 'Instances that Prometheus can read.', `sum(up{job="scanbench",${HERE}})`, [
          [null, RED],
          [1, GREEN],
        ]),
      ],
    },
    {
      title: 'Rate, errors, latency',
      panels: [
        lines(
          'Requests',
          'reqps',
          'Answers to posted scans by HTTP status: 201 is a screened scan, 503 a refused one.',
          [
            {
              expr: `sum by (status) (rate(scanbench_http_request_duration_seconds_count{${HERE},route="/v1/scans",method="POST"}[$__rate_interval]))`,
              legend: '{{status}}',
            },
          ],
        ),
        lines('Failed screenings', 'reqps', 'Scans that could not be screened, by the code of the failure.', [
          rateBy('code', 'scanbench_screening_failures_total'),
        ]),
        lines(
          'Latency',
          's',
          'From the whole body to the answer. Points are single requests; the log has them by request_id.',
          [
            quantile(0.5, 'total', 'p50'),
            quantile(0.95, 'total', 'p95'),
            { ...quantile(0.99, 'total', 'p99'), exemplars: true },
          ],
        ),
        {
          ...lines(
            'Mean time in each stage',
            's',
            'What a screening consists of, on average; the rest of the latency is the service around it.',
            [
              {
                expr: `sum by (stage) (rate(scanbench_screening_duration_seconds_sum{${HERE},stage!="total"}[$__rate_interval])) / sum by (stage) (rate(scanbench_screening_duration_seconds_count{${HERE},stage!="total"}[$__rate_interval]))`,
                legend: '{{stage}}',
              },
            ],
            12,
          ),
          isStacked: true,
        },
        lines(
          'Waiting against working',
          'none',
          'Scans that wait and scans that are worked on, on average. Where waiting outgrows working, threads are missing.',
          [secondsPerSecond('queue', 'waiting'), secondsPerSecond('decode|prepare|infer|interpret', 'working')],
          12,
        ),
      ],
    },
    {
      title: 'Takt time',
      panels: [
        lines(
          'Answered within the takt time',
          'percentunit',
          'Share of the scans, over windows of five minutes and of an hour. The objective is 99 %.',
          [
            { expr: `1 - instance:scanbench_takt_missed:ratio_rate5m{${HERE}}`, legend: '5 min · {{instance}}' },
            { expr: `1 - instance:scanbench_takt_missed:ratio_rate1h{${HERE}}`, legend: '1 h · {{instance}}' },
          ],
        ),
        lines(
          'Burn rate of the error budget',
          'none',
          'How many times faster than agreed late answers use up the budget of 1 %. A page comes at 14.4 (1 h) or 6 (6 h), a ticket at 3 (1 d) or 1 (3 d).',
          [
            { expr: `instance:scanbench_takt_missed:ratio_rate1h{${HERE}} / 0.01`, legend: '1 h · {{instance}}' },
            { expr: `instance:scanbench_takt_missed:ratio_rate6h{${HERE}} / 0.01`, legend: '6 h · {{instance}}' },
            { expr: `instance:scanbench_takt_missed:ratio_rate1d{${HERE}} / 0.01`, legend: '1 d · {{instance}}' },
            { expr: `instance:scanbench_takt_missed:ratio_rate3d{${HERE}} / 0.01`, legend: '3 d · {{instance}}' },
          ],
        ),
        lines(
          'Late answers',
          'none',
          'Scans that were answered later than the takt time, or not within their deadline. Each held up a lane.',
          [
            {
              expr: `sum by (instance) (increase(scanbench_takt_missed_total{${HERE}}[$__rate_interval]))`,
              legend: '{{instance}}',
            },
          ],
        ),
      ],
    },
    {
      title: 'Door and threads',
      panels: [
        lines(
          'Scans in flight',
          'none',
          'Scans that were let in and have no answer yet, those of them that wait for a thread, and how many are let in; beside them what challengers and benchmarks do in the background.',
          [
            { expr: `sum(scanbench_in_flight{${HERE}})`, legend: 'in flight' },
            { expr: `sum(scanbench_queue_depth{${HERE}})`, legend: 'waiting' },
            { expr: `sum(scanbench_storing{${HERE}})`, legend: 'being put on record' },
            { expr: `sum(scanbench_in_flight_limit{${HERE}})`, legend: 'places' },
            { expr: `sum by (priority) (scanbench_background_in_flight{${HERE}})`, legend: '{{priority}}' },
          ],
          6,
        ),
        lines(
          'Refused',
          'reqps',
          'Requests that were refused before any work, by reason.',
          [rateBy('reason', 'scanbench_refused_total')],
          6,
        ),
        lines(
          'Without a key',
          'reqps',
          'Requests without a key that is in force, by reason.',
          [rateBy('reason', 'scanbench_failed_authentications_total')],
          6,
        ),
        lines(
          'Abandoned',
          'reqps',
          'Scans whose sender left before the answer, by how far they had come.',
          [rateBy('stage', 'scanbench_abandoned_total')],
          6,
        ),
        lines(
          'Dropped challengers',
          'reqps',
          'Silent screenings given up because live scans needed the threads: the comparison misses their scans.',
          [rateBy('technology', 'scanbench_challengers_dropped_total')],
          6,
        ),
        {
          ...lines(
            'Threads',
            'none',
            'Screening threads by what they do. A dead one died while it started and is not replaced.',
            [{ expr: `sum by (state) (scanbench_workers{${HERE}})`, legend: '{{state}}' }],
          ),
          isStacked: true,
        },
        lines('Time at work', 'percentunit', 'Share of their time that the threads of an instance spend on scans.', [
          { expr: `instance:scanbench_worker_busy:ratio_rate5m{${HERE}}`, legend: '{{instance}}' },
        ]),
        lines(
          'Replaced threads',
          'none',
          'Threads that died and were replaced, by reason; each took with it the scan that it screened.',
          [
            {
              expr: `sum by (reason) (increase(scanbench_worker_restarts_total{${HERE}}[$__rate_interval]))`,
              legend: '{{reason}}',
            },
          ],
        ),
        lines(
          'Replaced processes',
          'none',
          'Serving processes that ended and were replaced, by reason; each took with it the scans that it had in flight.',
          [
            {
              expr: `sum by (reason) (increase(scanbench_process_restarts_total{${HERE}}[$__rate_interval]))`,
              legend: '{{reason}}',
            },
          ],
          24,
        ),
      ],
    },
    {
      title: 'Records and what is told',
      panels: [
        lines('Put on record', 's', 'How long the answer of a scan waits for the disk and the database.', [
          quantile(0.5, 'store', 'p50'),
          quantile(0.99, 'store', 'p99'),
        ]),
        lines('Removed', 'reqps', 'What is older than it may be kept: scans are pseudonymised, the rest is gone.', [
          rateBy('what', 'scanbench_retention_removed_total'),
        ]),
        lines('Webhooks', 'reqps', 'Tries to tell a webhook, by what came of them.', [
          rateBy('outcome', 'scanbench_webhook_deliveries_total'),
        ]),
        lines(
          'Events on their way',
          'none',
          'Events that webhooks wait for or were given up on, and clients that listen.',
          [
            { expr: `sum by (state) (scanbench_webhook_backlog{${HERE}})`, legend: '{{state}}' },
            { expr: `sum(scanbench_event_clients{${HERE}})`, legend: 'listening' },
          ],
          12,
        ),
        lines(
          'Reports',
          'none',
          'Comparisons that the service makes beside its work: what is made now, and what ended in the interval, by what came of it.',
          [
            { expr: `sum(scanbench_reports_running{${HERE}})`, legend: 'being made' },
            {
              expr: `sum by (outcome) (increase(scanbench_reports_ended_total{${HERE}}[$__rate_interval]))`,
              legend: '{{outcome}}',
            },
          ],
          12,
        ),
      ],
    },
    {
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
          'reqps',
          'Views by what their quality report flags: a change here is a change of a scanner.',
          [rateBy('flag', 'scanbench_scan_quality_flags_total')],
          24,
        ),
      ],
    },
  ],
};
