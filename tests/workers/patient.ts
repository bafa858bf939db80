import type { JobOptions } from '../../src/workers/screener.ts';

/** Of a job that waits for as long as it takes. */
export const PATIENT: JobOptions = {
  deadlineAt: Number.POSITIVE_INFINITY,
  signal: new AbortController().signal,
  priority: 'live',
};
