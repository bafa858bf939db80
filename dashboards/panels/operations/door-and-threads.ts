import type { Row } from '../dashboard.ts';
import { lines } from './panel-kinds.ts';
import { HERE, rateBy } from './queries.ts';

/** Who is let in, and what screens them. */
export const doorAndThreads: Row = {
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
      'Scans that were refused before any work, by reason; beside them whoever else was: listeners to events, runs of a model alone.',
      [
        rateBy('reason', 'scanbench_scans_refused_total'),
        {
          expr: `sum by (reason) (rate(scanbench_refused_total{${HERE}}[$__rate_interval])) - sum by (reason) (rate(scanbench_scans_refused_total{${HERE}}[$__rate_interval]))`,
          legend: 'others: {{reason}}',
        },
      ],
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
      'count:scans/s',
      'Scans whose sender left before the answer, by how far they had come.',
      [rateBy('stage', 'scanbench_abandoned_total')],
      6,
    ),
    lines(
      'Dropped challengers',
      'count:scans/s',
      'Silent screenings given up because live scans needed the threads: the comparison misses their scans.',
      [rateBy('technology', 'scanbench_challengers_dropped_total')],
      6,
    ),
    {
      ...lines(
        'Threads',
        'none',
        'Screening threads by what they do. A dead one died while it started; another is tried in its place, at last every minute.',
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
      12,
    ),
    lines(
      'Models loaded anew',
      'none',
      'Tries to load a model that a thread lacks and others had, by what came of them: its files are wrong, or memory is short.',
      [
        {
          expr: `sum by (technology, outcome) (increase(scanbench_model_reloads_total{${HERE}}[$__rate_interval]))`,
          legend: '{{technology}} {{outcome}}',
        },
      ],
      12,
    ),
  ],
};
