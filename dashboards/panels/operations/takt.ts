import type { Row } from '../dashboard.ts';
import { lines } from './panel-kinds.ts';
import { HERE } from './queries.ts';

/** Whether lanes are held up, and how fast the error budget goes. */
export const takt: Row = {
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
};
