import type { Query } from '../dashboard.ts';

/** Which instances are shown. */
export const HERE = 'instance=~"$instance"';

/** A quantile of the time that scans spend in a stage. */
export const quantile = (share: number, stage: string, legend: string): Query => ({
  expr: `histogram_quantile(${share}, sum by (le) (rate(scanbench_screening_duration_seconds_bucket{${HERE},stage="${stage}"}[$__rate_interval])))`,
  legend,
});

/** The rate at which a counter grows, one line a value of the label. */
export const rateBy = (label: string, counter: string): Query => ({
  expr: `sum by (${label}) (rate(${counter}{${HERE}}[$__rate_interval]))`,
  legend: `{{${label}}}`,
});
