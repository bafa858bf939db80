import type { Dashboard, Panel, Query } from './dashboard.ts';

/** Two technologies on the same scans, side by side: `a` on the left, `b` on the right. */
const SIDES = ['a', 'b'] as const;
type Side = (typeof SIDES)[number];

const chosen = (side: Side) => `instance=~"$instance",technology="$technology_${side}"`;
const both = (query: (side: Side) => Query): Panel['queries'] => [query('a'), query('b')];

const HALF = 12;

/** Two technologies beside each other: how fast, how they decide, how they score. */
export const technologies: Dashboard = {
  uid: 'scanbench-technologies',
  title: 'Scanbench · Technologies',
  description: 'Two technologies beside each other: how fast they are, how they decide, how they score.',
  variables: [
    { name: 'instance', label: 'Instance', query: 'label_values(scanbench_in_flight, instance)', isMulti: true },
    { name: 'technology_a', label: 'Technology A', query: 'label_values(scanbench_technology_info, technology)' },
    {
      name: 'technology_b',
      label: 'Technology B',
      query: 'label_values(scanbench_technology_info, technology)',
      isDescending: true,
    },
  ],
  rows: [
    {
      title: 'What is compared',
      panels: [
        {
          kind: 'table',
          title: 'Technologies',
          description:
            'What the chosen technologies consist of. Figures of two instances, or of before and after, are of the same technology only where the hash is the same.',
          unit: 'none',
          width: 24,
          queries: both((side) => ({
            expr: `max by (technology, model, version, sha256, runtime, provider, precision) (scanbench_technology_info{${chosen(side)}})`,
            legend: '{{technology}}',
            instant: true,
            format: 'table',
          })),
        },
      ],
    },
    {
      title: 'Latency',
      panels: [
        {
          kind: 'timeseries',
          title: 'Latency, median',
          description: 'From the whole body to the answer, less what other technologies took on the same scan.',
          unit: 's',
          width: HALF,
          queries: both((side) => latencyQuantile(side, 0.5)),
        },
        {
          kind: 'timeseries',
          title: 'Latency, 95th percentile',
          description: 'One scan in twenty takes longer. Points are single requests; the log has them by request_id.',
          unit: 's',
          width: HALF,
          queries: both((side) => ({ ...latencyQuantile(side, 0.95), exemplars: true })),
        },
        ...SIDES.map(
          (side): Panel => ({
            kind: 'timeseries',
            title: `Mean time in each stage: $technology_${side}`,
            description: 'Where the time of a screening goes. Decoding is shared by the technologies of a scan.',
            unit: 's',
            width: HALF,
            isStacked: true,
            queries: [
              {
                expr:
                  `sum by (stage) (rate(scanbench_screening_duration_seconds_sum{${chosen(side)},stage!="total"}[$__rate_interval])) / ` +
                  `sum by (stage) (rate(scanbench_screening_duration_seconds_count{${chosen(side)},stage!="total"}[$__rate_interval]))`,
                legend: '{{stage}}',
              },
            ],
          }),
        ),
        {
          kind: 'timeseries',
          title: 'Tiles in one run, mean',
          description:
            'How many tiles, of all scans together, a GPU was given at once. 1 where the CPU computes, and where a model takes one tile at a time.',
          unit: 'none',
          width: 2 * HALF,
          queries: both((side) => ({
            expr:
              `sum by (technology) (rate(scanbench_batch_size_sum{${chosen(side)}}[$__rate_interval])) / ` +
              `sum by (technology) (rate(scanbench_batch_size_count{${chosen(side)}}[$__rate_interval])) or ` +
              `max by (technology) (scanbench_technology_info{${chosen(side)}})`,
            legend: '{{technology}}',
          })),
        },
      ],
    },
    {
      title: 'Remote technologies',
      panels: [
        {
          kind: 'timeseries',
          title: 'Asking another machine, mean',
          isOfRemotes: true,
          description:
            'Of a screening by a remote technology: the round trips, what its server says it worked, and the network between. Empty where the model runs here; server and network only where the server says how long it worked.',
          unit: 's',
          width: HALF,
          queries: both((side) => ({
            expr:
              `sum by (technology, part) (rate(scanbench_remote_duration_seconds_sum{${chosen(side)}}[$__rate_interval])) / ` +
              `sum by (technology, part) (rate(scanbench_remote_duration_seconds_count{${chosen(side)}}[$__rate_interval]))`,
            legend: '{{technology}} · {{part}}',
          })),
        },
        {
          kind: 'timeseries',
          title: 'Bytes of scans that leave this machine',
          isOfRemotes: true,
          description:
            'Prepared scans sent to the servers of remote technologies, and their answers. Empty where the model runs here.',
          unit: 'Bps',
          width: HALF,
          queries: both((side) => ({
            expr: `sum by (technology, direction) (rate(scanbench_remote_bytes_total{${chosen(side)}}[$__rate_interval]))`,
            legend: '{{technology}} · {{direction}}',
          })),
        },
      ],
    },
    {
      title: 'Decisions',
      panels: [
        ...SIDES.map(
          (side): Panel => ({
            kind: 'timeseries',
            title: `Decisions: $technology_${side}`,
            description:
              'Shares of alarm, clear and undecided. Without the truth about the scans they say nothing of Pd or Pfa.',
            unit: 'percentunit',
            width: HALF,
            isStacked: true,
            queries: [
              {
                expr:
                  `sum by (decision) (rate(scanbench_screenings_total{${chosen(side)}}[$__rate_interval])) / ` +
                  `on () group_left () sum(rate(scanbench_screenings_total{${chosen(side)}}[$__rate_interval]))`,
                legend: '{{decision}}',
              },
            ],
          }),
        ),
        {
          kind: 'timeseries',
          title: 'Screenings a second',
          description: 'How many scans each technology has judged.',
          unit: 'count:scans/s',
          width: HALF,
          queries: both((side) => ({
            expr: `sum by (technology) (rate(scanbench_screenings_total{${chosen(side)}}[$__rate_interval]))`,
            legend: '{{technology}}',
          })),
        },
        {
          kind: 'timeseries',
          title: 'Failed screenings',
          description: 'Scans that each technology could not screen, by the code of the failure.',
          unit: 'count:scans/s',
          width: HALF,
          queries: both((side) => ({
            expr: `sum by (technology, code) (rate(scanbench_screening_failures_total{${chosen(side)}}[$__rate_interval]))`,
            legend: '{{technology}} · {{code}}',
          })),
        },
      ],
    },
    {
      title: 'Inspections',
      panels: SIDES.map(
        (side): Panel => ({
          kind: 'timeseries',
          title: `Inspected scans: $technology_${side}`,
          description:
            'What officers found in scans, by what the technology had decided; each point counts back as far as the time shown is long. Alarms are opened more often than clears, so no Pd can be read from it: the service corrects for that at /comparison.html.',
          unit: 'none',
          width: HALF,
          queries: [
            {
              expr: `sum by (decision, truth) (increase(scanbench_inspections_total{${chosen(side)}}[$__range]))`,
              legend: '{{truth}}, {{decision}}',
            },
          ],
        }),
      ),
    },
    {
      title: 'Scores',
      panels: [
        ...SIDES.map(
          (side): Panel => ({
            kind: 'bargauge',
            title: `Scores in the time shown: $technology_${side}`,
            description:
              'How many scans got a score in each twentieth from 0 to 1, which is called by its upper edge. The score is no probability.',
            unit: 'none',
            width: HALF,
            queries: [
              {
                expr: `sum by (le) (increase(scanbench_anomaly_score_bucket{${chosen(side)}}[$__range]))`,
                legend: '{{le}}',
                instant: true,
                format: 'heatmap',
              },
            ],
          }),
        ),
        ...SIDES.map(
          (side): Panel => ({
            kind: 'heatmap',
            title: `Scores over time: $technology_${side}`,
            description: 'The same over time: a shift of the whole band is a change of a scanner or of the cargo.',
            unit: 'none',
            width: HALF,
            queries: [
              {
                expr: `sum by (le) (increase(scanbench_anomaly_score_bucket{${chosen(side)}}[$__rate_interval]))`,
                legend: '{{le}}',
                format: 'heatmap',
              },
            ],
          }),
        ),
      ],
    },
  ],
};

function latencyQuantile(side: Side, share: number): Query {
  return {
    expr: `histogram_quantile(${share}, sum by (le, technology) (rate(scanbench_screening_duration_seconds_bucket{${chosen(side)},stage="total"}[$__rate_interval])))`,
    legend: '{{technology}}',
  };
}
