import type { Query, Row } from '../dashboard.ts';
import { lines } from './panel-kinds.ts';
import { HERE, quantile, rateBy } from './queries.ts';

/** Seconds of the stages for each second: how many threads they keep busy on average. */
const secondsPerSecond = (stages: string, legend: string): Query => ({
  expr: `sum(rate(scanbench_screening_duration_seconds_sum{${HERE},stage=~"${stages}"}[$__rate_interval]))`,
  legend,
});

/** How many scans come, how many fail, and what they wait for. */
export const latency: Row = {
  title: 'Rate, errors, latency',
  panels: [
    lines('Requests', 'reqps', 'Answers to posted scans by HTTP status: 201 is a screened scan, 503 a refused one.', [
      {
        expr: `sum by (status) (rate(scanbench_http_request_duration_seconds_count{${HERE},route="/v1/scans",method="POST"}[$__rate_interval]))`,
        legend: '{{status}}',
      },
    ]),
    lines('Failed screenings', 'count:scans/s', 'Scans that could not be screened, by the code of the failure.', [
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
};
