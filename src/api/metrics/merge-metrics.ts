import {
  type MetricExemplar,
  type MetricFamily,
  type MetricSample,
  parseMetrics,
  writeMetrics,
} from './metrics-text.ts';

/**
 * What several processes count together, out of what each of them says in OpenMetrics text. Counters and histograms are
 * summed, and so are gauges, where a sum says something; of those below the largest or the smallest value stands. A bucket
 * keeps the youngest of its exemplars.
 */
export function mergeMetrics(texts: readonly string[]): string {
  return writeMetrics(merge(texts));
}

/** The same of processes that have ended: what they counted stays counted, what they measured is gone with them. */
export function retireMetrics(texts: readonly string[]): string {
  return writeMetrics(merge(texts).filter(({ type }) => type !== 'gauge'));
}

/** Where every process says the same, or the worst of them is what counts. */
const LARGEST =
  /^(scanbench_(takt_seconds|technology_info|process_restarts)|nodejs_(version_info|eventloop_lag_\w+)|process_max_fds)$/;
/** Since when there is a service to be counted for. */
const SMALLEST = /^process_start_time_seconds$/;

type Combine = (one: number, other: number) => number;

function combinationOf(family: string): Combine {
  if (LARGEST.test(family)) return Math.max;
  if (SMALLEST.test(family)) return Math.min;
  return (one, other) => one + other;
}

function merge(texts: readonly string[]): readonly MetricFamily[] {
  const merged = new Map<string, { family: MetricFamily; samples: Map<string, MetricSample> }>();
  for (const family of texts.flatMap(parseMetrics)) {
    const known = merged.get(family.name) ?? { family, samples: new Map() };
    merged.set(family.name, known);
    const combine = combinationOf(family.name);
    for (const sample of family.samples) {
      const before = known.samples.get(sample.series);
      known.samples.set(sample.series, before === undefined ? sample : combined(before, sample, combine));
    }
  }
  return [...merged.values()].map(({ family, samples }) => ({ ...family, samples: [...samples.values()] }));
}

function combined(one: MetricSample, other: MetricSample, combine: Combine): MetricSample {
  const { series } = one;
  // A process that has only just begun has no mean of anything yet.
  const numbers = [one.value, other.value].filter((value) => !Number.isNaN(value));
  return {
    series,
    value: numbers.length === 0 ? Number.NaN : numbers.reduce((sum, value) => combine(sum, value)),
    exemplar: younger(one.exemplar, other.exemplar),
  };
}

function younger(one: MetricExemplar | null, other: MetricExemplar | null): MetricExemplar | null {
  if (one === null || other === null) return one ?? other;
  return other.at > one.at ? other : one;
}
