import type { Panel } from '../dashboard.ts';

/** Lines over time; three of them stand in a row of the dashboard. */
export const lines = (
  title: string,
  unit: string,
  description: string,
  queries: Panel['queries'],
  width = 8,
): Panel => ({
  kind: 'timeseries',
  title,
  description,
  unit,
  width,
  queries,
});

/** One number, as it is now. */
export const stat = (
  title: string,
  unit: string,
  description: string,
  expr: string,
  colours?: Panel['colours'],
): Panel => ({
  kind: 'stat',
  title,
  description,
  unit,
  width: 4,
  queries: [{ expr, legend: title }],
  ...(colours && { colours }),
});
