import type { Row } from '../dashboard.ts';
import { stat } from './panel-kinds.ts';
import { HERE } from './queries.ts';

const [GREEN, ORANGE, RED] = ['green', 'orange', 'red'] as const;

/** Is the gate served at this moment, in a number each. */
export const now: Row = {
  title: 'Now',
  panels: [
    stat(
      'Within the takt time',
      'percentunit',
      'Share of the scans of the last hour that were answered within the takt time, in the instance that was late most. The objective is 99 %.',
      `1 - max(instance:scanbench_takt_missed:ratio_rate1h{${HERE}})`,
      [
        [null, RED],
        [0.98, ORANGE],
        [0.99, GREEN],
      ],
    ),
    stat(
      'Scans a second',
      'count:scans/s',
      'Scans that were answered, in time or late.',
      `sum(rate(scanbench_takt_met_total{${HERE}}[$__rate_interval])) + sum(rate(scanbench_takt_missed_total{${HERE}}[$__rate_interval]))`,
    ),
    stat(
      'Refused',
      'percentunit',
      'Share of the scans of the last five minutes that were refused because every place was taken, in the instance that refused most. The alert comes at 5 %.',
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
      'Share of their time that screening threads were at work in the last five minutes, in the instance that was busiest. Near 100 % there is no room left.',
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
    stat(
      'Instances down',
      'none',
      'Instances that Prometheus cannot read, of those in its configuration.',
      `sum(1 - up{job="scanbench",${HERE}})`,
      [
        [null, GREEN],
        [1, RED],
      ],
    ),
  ],
};
