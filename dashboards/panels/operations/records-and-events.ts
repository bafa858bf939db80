import type { Row } from '../dashboard.ts';
import { lines } from './panel-kinds.ts';
import { HERE, quantile, rateBy } from './queries.ts';

/** What is kept, removed and told to others. */
export const recordsAndEvents: Row = {
  title: 'Records and what is told',
  panels: [
    lines('Put on record', 's', 'How long the answer of a scan waits for the disk and the database.', [
      quantile(0.5, 'store', 'p50'),
      quantile(0.99, 'store', 'p99'),
    ]),
    lines('Removed', 'cps', 'What is older than it may be kept: scans are pseudonymised, the rest is gone.', [
      rateBy('what', 'scanbench_retention_removed_total'),
    ]),
    lines('Webhooks', 'count:tries/s', 'Tries to tell a webhook, by what came of them.', [
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
};
