import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricConfiguration,
  type OpenMetricsContentType,
  Registry,
} from 'prom-client';

const DURATION_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Node gauges whose names end like counters; the `nodejs_active_resources` family says the same by its right name. */
const MISNAMED_DEFAULTS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

type Labels = Readonly<Record<string, string>>;

/** What a metric is called, without the prefix, and what it says. */
interface Description {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

export interface MetricsRegistry {
  /**
   * A counter. `zeros` gives the label values that are known beforehand, asked at each scrape: they stand at 0 from the
   * start, because Prometheus sees no increase in a series that appears.
   */
  counter(description: Description & { readonly zeros?: () => readonly Labels[] }): Counter<string>;
  /** A counter that something else counts: read anew at each scrape. */
  countedElsewhere(description: Description & { readonly read: () => readonly Reading[] }): void;
  gauge(description: Description): Gauge<string>;
  /** A gauge that is read at each scrape; what is not read any more is gone. */
  readGauge(description: Description & { readonly read: () => readonly Reading[] }): void;
  /** A histogram of durations in seconds, from a millisecond to a minute, with an edge at the takt time. */
  seconds(description: Description & { readonly hasExemplars?: boolean }): Histogram<string>;
  histogram(description: Description & { readonly buckets: number[] }): Histogram<string>;
  /** Every metric as it stands, as OpenMetrics text. */
  text(): Promise<string>;
}

/** A value under its labels. */
export type Reading = readonly [labels: Labels, value: number];

/** The metrics of one application. The only file that knows prom-client. */
export function createRegistry(taktSeconds: number): MetricsRegistry {
  // It writes OpenMetrics only: that renames its counters for good, so the older format is made from the text.
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED_DEFAULTS) registry.removeSingleMetric(name);
  const durationBuckets = [...new Set([...DURATION_SECONDS, taktSeconds])].sort((a, b) => a - b);

  const named = ({ name, help, labels = [] }: Description): MetricConfiguration<string> => ({
    name: `scanbench_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });

  return {
    counter: ({ zeros = () => [], ...description }) =>
      new Counter({
        ...named(description),
        collect() {
          for (const labels of zeros()) this.inc(labels, 0);
        },
      }),
    countedElsewhere({ read, ...description }) {
      new Counter({
        ...named(description),
        collect() {
          this.reset();
          for (const [labels, value] of read()) this.inc(labels, value);
        },
      });
    },
    gauge: (description) => new Gauge(named(description)),
    readGauge({ read, ...description }) {
      new Gauge({
        ...named(description),
        collect() {
          this.reset();
          for (const [labels, value] of read()) this.set(labels, value);
        },
      });
    },
    seconds: ({ hasExemplars = false, ...description }) =>
      new Histogram({ ...named(description), buckets: durationBuckets, enableExemplars: hasExemplars }),
    histogram: ({ buckets, ...description }) => new Histogram({ ...named(description), buckets }),
    text: () => registry.metrics(),
  };
}
